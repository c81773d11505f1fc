#!/bin/sh
# Times a training step of Stampede and the same step in Python PyTorch, one after the other on the
# same machine with the same number of threads, and prints the ratio of the medians. Then times every
# phase of training, and what pruning a network saves, in both.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
rounds=3 architecture=vgg19 width=0.25 batch=128 warm_up=10 steps=100
reduction=4.17 parameters_percent=4.2 phase_steps=10 settings=''
python=${PYTHON:-/usr/bin/python3}

usage() {
  cat <<TEXT
usage: stampede bench speed [options]
  --network vgg19|vgg10|resnet18   network, also --architecture ($architecture)
  --width X                    multiplier of its channels ($width)
  --batch N                    pictures per step ($batch)
  --warm-up N                  steps before the first that counts ($warm_up)
  --steps N                    steps that count ($steps)
  --rounds N                   how often both are run in turn ($rounds)
  --reduction X                times fewer multiply-adds of the pruned network ($reduction)
  --parameters-percent P       most parameters of the pruned network ($parameters_percent)
  --set NAME=VALUE             a setting of meta-training, may be repeated
  --phase-steps N              steps of each phase per round, outer iterations ($phase_steps)
  --help                       show this
Environment: PYTHON (default /usr/bin/python3), OMP_NUM_THREADS (default: all cores).
TEXT
}

refuse() {
  echo "stampede bench speed: $1" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in -h | --help) usage && exit 0 ;; esac
  [ $# -ge 2 ] || refuse "expected a value after $1 and an option of --help, found none"
  case $1 in
    --network | --architecture) architecture=$2 ;;
    --width) width=$2 ;;
    --batch) batch=$2 ;;
    --warm-up) warm_up=$2 ;;
    --steps) steps=$2 ;;
    --rounds) rounds=$2 ;;
    --reduction) reduction=$2 ;;
    --parameters-percent) parameters_percent=$2 ;;
    --phase-steps) phase_steps=$2 ;;
    --set) settings="$settings --set $2" ;;
    *) refuse "expected an option of --help, found '$1'" ;;
  esac
  shift 2
done
for number in "$batch" "$warm_up" "$steps" "$rounds" "$phase_steps"; do
  case $number in '' | *[!0-9]* | 0) refuse "expected positive whole numbers, found '$number'" ;; esac
done

has_torch=true
if ! "$python" -c 'import torch' 2>/dev/null; then
  has_torch=false
  echo "stampede bench speed: no PyTorch for $python, so nothing is compared with it;" \
    "Debian's package is python3-torch" >&2
fi

: "${OMP_NUM_THREADS:=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}"
export OMP_NUM_THREADS OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}" GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-1000}"
# The same for both, see the launcher.
export MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_MMAP_THRESHOLD_=33554432
network="--architecture $architecture --width $width --batch $batch"
plan="$network --warm-up $warm_up --steps $steps"

median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'; }

# shellcheck disable=SC2086 # plans are words
compare_steps() {
  echo "one training step of $architecture at width $width, batch $batch, $OMP_NUM_THREADS threads"
  ours='' theirs='' tuned=''
  round=0
  while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    a=$("$root/stampede" bench step $plan)
    b=$("$python" "$here/torch_step.py" $plan)
    c=$("$python" "$here/torch_step.py" $plan --channels-last)
    echo "round $round: stampede $a ms, python $b ms, python with channels_last $c ms"
    ours="$ours$a
" theirs="$theirs$b
" tuned="$tuned$c
"
  done
  a=$(printf %s "$ours" | median)
  b=$(printf %s "$theirs" | median)
  c=$(printf %s "$tuned" | median)
  version=$("$python" -c 'import torch; print(torch.__version__)')
  awk -v a="$a" -v b="$b" -v c="$c" -v v="$version" 'BEGIN {
    printf "median: stampede %.1f ms; python (PyTorch %s) %.1f ms, ratio %.3f;", a, v, b, a / b
    printf " python with channels_last %.1f ms, ratio %.3f\n", c, a / c }'
}

# The faster of PyTorch's two layouts, in milliseconds per step.
# shellcheck disable=SC2086
torch_millis() {
  for layout in '' --channels-last; do
    "$python" "$here/torch_step.py" $network --warm-up 3 --steps "$phase_steps" $layout "$@"
  done | sort -n | head -n 1
}

# shellcheck disable=SC2086
compare_phases() {
  echo "phases of training, in turns"
  rates=$("$root/stampede" bench rates $network --rounds "$rounds" --steps "$phase_steps" \
    --reduction "$reduction" --parameters-percent "$parameters_percent" $settings)
  echo "$rates"
  if [ "$has_torch" = true ]; then
    channels=$(echo "$rates" | sed -n 's/^channels //p')
    full=$(torch_millis)
    pruned=$(torch_millis --channels "$channels")
    awk -v f="$full" -v p="$pruned" -v n="$batch" 'BEGIN {
      printf "python: fine-tuning, full %.0f pictures/s, pruned %.0f pictures/s,", 1e3 * n / f, 1e3 * n / p
      printf " %.2f times faster\n", f / p }'
  fi
}

if [ "$has_torch" = true ]; then compare_steps; fi
compare_phases
