#!/usr/bin/env bash
# tool_main.sh TOY [MPIEXEC -n RANKS]: exit codes, messages and files of a tool, with a toy application.
# `check CODE REGEX ARGUMENTS...` runs the toy and wants this exit code and a line that matches.
set -uo pipefail

toy=$1
shift
launcher=("$@")
ranks=${launcher[2]:-1}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'rm -rf "$folder"' EXIT
failed=0

miss() {
  echo "$1"
  failed=1
}

check() {
  local code=$1 text=$2 found
  shift 2
  timeout 60 "${launcher[@]}" "$toy" "$@" >output.txt 2>&1
  found=$?
  if ((found != code)) || { [[ -n $text ]] && ! grep -qE -e "$text" output.txt; }; then
    miss "toy $*: exit code $found, expected $code and \"$text\" in:"
    cat output.txt
  fi
}

once() {
  local n
  n=$(grep -cE -e "$1" output.txt)
  ((n == ${2:-1})) || { miss "\"$1\" is printed $n times:"; cat output.txt; }
}

is_in() {
  grep -qE -e "$1" "$2" || { miss "\"$1\" is not in $2:"; cat "$2"; }
}

cat >good.prm <<'CASE'
subsection Time
  set Step = 2 ms
end
CASE
printf 'subsection Time\n  set Stp = 2 ms\nend\n' >key.prm
printf '{"Time": {"Step": 2 ms}}\n' >bad.json
printf '{"Time": {"Step": "2 ms"}, "End": "well"}\n' >good.json

# Answered before MPI starts, by one process.
check 0 '^Usage: vht-toy CASE.prm' --help
once '^Usage'
check 0 '^vht-toy [0-9.]+ \(' --version
check 0 'set Step = 0.001 s' --print-parameters prm
once 'set Step'
check 0 '"Step": "0.001 s"' --print-parameters json
check 0 'set Step = 0.002 s  # default: 0.001 s' good.prm --print-parameters prm
check 1 'unknown option "--ouput".*Did you mean "--output"' good.prm --ouput x
once 'unknown option'
check 1 'no case file is named' --quiet
check 1 'no readable file "god.prm".*Did you mean "good.prm"' god.prm
check 1 'key.prm:2, Time/Stp: unknown key. Did you mean "Step"' key.prm
check 1 'bad.json:1:21: not valid JSON' bad.json
check 1 'command line, Time/Step: found "3 s": out of range' good.prm --set 'Time/Step=3 s'
check 1 'command line, Time/Step: the step is longer' good.prm --set 'Time/Step=1 s' --set 'Time/Stop=0.5 s'
[[ -e results ]] && miss "a refused case has made an output folder"

# --check reads and writes nothing.
check 0 'No mistakes found' good.prm --check
check 1 'The mesh is missing' good.prm --check --set 'End=input error'
[[ -e results ]] && miss "--check has made an output folder"

# A run that ends well.
check 0 'all is well' good.prm
once 'all is well'
once '  case    good.prm'
for file in run.json summary.json parameters.prm log.txt; do
  [[ -s results/good/$file ]] || miss "there is no results/good/$file"
done
is_in '"code": 0' results/good/run.json
is_in '"reason": "done"' results/good/run.json
is_in "\"ranks\": $ranks" results/good/run.json
is_in 'set Step = 0.002 s' results/good/parameters.prm
is_in 'all is well' results/good/log.txt
check 0 'all is well' good.json --output from/json
check 0 'all is well' results/good/parameters.prm --output again
cmp -s <(grep -v '^#' results/good/parameters.prm) <(grep -v '^#' again/parameters.prm) || miss "the effective parameters do not read back"
check 0 '' good.prm --quiet
[[ -s output.txt ]] && miss "--quiet prints: $(cat output.txt)"

# A mistake in the case leaves earlier results alone.
cp results/good/run.json before.json
check 1 'unknown key' key.prm --output results/good
cmp -s before.json results/good/run.json || miss "a refused case has changed the earlier results"

# Output folders that cannot be used.
check 1 'cannot be made' good.prm --output good.prm/x
mkdir held && echo 'process 1 on there' >held/.lock
exec 9>>held/.lock && flock 9
check 1 'is in use by process 1 on there' good.prm --output held
exec 9>&-
check 0 'all is well' good.prm --output held

# Every way to fail has its exit code, one message, and a record.
ends() {
  local code=$1 end=$2 text=$3
  check "$code" "$text" good.prm --set "End=$end" --output "out $end"
  is_in "\"code\": $code" "out $end/run.json"
  is_in "$text" "out $end/run.json"
  is_in "$text" "out $end/log.txt"
  once "$text"
}
ends 1 'input error' 'The mesh is missing'
ends 2 'no convergence' 'Newton did not converge'
ends 4 'gate' 'A cell is inverted'
ends 3 'defect' 'Internal error: impossible'
ends 3 'assertion' 'deal.II says no'
ends 3 'no memory' 'Out of memory'
ends 75 'signal' 'Stopped by a signal'
grep -qi 'stacktrace' output.txt && miss "a stack trace is shown"

# PETSc options.
check 1 'PETSc option -toy_ksp_typ was not used by any solver' good.prm --output petsc -- -toy_ksp_typ cg
once 'toy_ksp_typ'

if ((ranks > 1)); then
  check 1 'Rank 0: This is rank 0' good.prm --set 'End=differently' --output different
  once "Rank $((ranks - 1)): This is rank $((ranks - 1))"
  # One rank alone: the others wait for ever, so it aborts them, with its code.
  check 2 "Rank $((ranks - 1)): Only here" good.prm --set 'End=one rank' --output alone
  is_in '"code": 2' alone/run.json
  is_in "rank $((ranks - 1)): Only here" alone/run.json
fi
exit "$failed"
