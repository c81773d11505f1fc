# Sourced by 'mvnw' and 'stampede'. Where an AMD processor does not tell the size of its caches, as in
# some virtual machines, oneDNN's fast kernels compute wrong numbers (docs/adr/0015-kernels-are-checked.md).

# Limits the engine to kernels that are right there: $1 /proc/cpuinfo, $2 the folder of the caches.
limit_kernels() {
  if [ -z "${ONEDNN_MAX_CPU_ISA:-}" ] && [ ! -d "$2" ] &&
    grep -q -E 'AuthenticAMD|HygonGenuine' "$1" 2>/dev/null; then
    export ONEDNN_MAX_CPU_ISA=SSE41
  fi
}

limit_kernels /proc/cpuinfo /sys/devices/system/cpu/cpu0/cache
