#!/bin/sh
# Times a training step of Stampede and the same step in Python PyTorch, one after the other on the
# same machine with the same number of threads, and prints the ratio of the medians.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
rounds=3 architecture=vgg19 width=0.25 batch=128 warm_up=10 steps=100
python=${PYTHON:-/usr/bin/python3}

usage() {
  cat <<TEXT
usage: stampede bench speed [options]
  --architecture vgg19|vgg10   network ($architecture)
  --width X                    multiplier of its channels ($width)
  --batch N                    pictures per step ($batch)
  --warm-up N                  steps before the first that counts ($warm_up)
  --steps N                    steps that count ($steps)
  --rounds N                   how often both are run in turn ($rounds)
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
    --architecture) architecture=$2 ;;
    --width) width=$2 ;;
    --batch) batch=$2 ;;
    --warm-up) warm_up=$2 ;;
    --steps) steps=$2 ;;
    --rounds) rounds=$2 ;;
    *) refuse "expected an option of --help, found '$1'" ;;
  esac
  shift 2
done
for number in "$batch" "$warm_up" "$steps" "$rounds"; do
  case $number in '' | *[!0-9]* | 0) refuse "expected positive whole numbers, found '$number'" ;; esac
done

if ! "$python" -c 'import torch' 2>/dev/null; then
  echo "stampede bench speed: expected PyTorch for $python, found none;" \
    "install Debian's package: apt-get install python3-torch" >&2
  exit 3
fi

: "${OMP_NUM_THREADS:=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)}"
export OMP_NUM_THREADS OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}" GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-1000}"
# The same for both, see the launcher.
export MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_MMAP_THRESHOLD_=33554432
plan="--architecture $architecture --width $width --batch $batch --warm-up $warm_up --steps $steps"

median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'; }

echo "one training step of $architecture at width $width, batch $batch, $OMP_NUM_THREADS threads"
ours='' theirs='' tuned=''
round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  # shellcheck disable=SC2086 # the plan is words
  a=$("$root/stampede" bench step $plan)
  # shellcheck disable=SC2086
  b=$("$python" "$here/torch_step.py" $plan)
  # shellcheck disable=SC2086
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
