# Sourced by the scripts beside it: where the tree is, and how it is built.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cores=$(nproc)
preset=${VHT_PRESET:-release}
build=$root/build/$preset

say()
{
  printf '\n\033[1m== %s\033[0m\n' "$*"
}

# As many compilers at once as there are cores, and 2 GB of memory for each.
compile_jobs()
{
  local available
  available=$(awk '/MemAvailable/ { print int($2 / 2000000) }' /proc/meminfo)
  local jobs=$((available < cores ? available : cores))
  echo $((jobs > 1 ? jobs : 1))
}

# build [target...]: all targets when none is named. The configuration's own report is shown only when it fails.
build()
{
  mkdir -p "$build"
  if ! (cd "$root" && cmake --preset "$preset") >"$build/configure.log" 2>&1; then
    cat "$build/configure.log" >&2
    return 1
  fi
  (cd "$root" && cmake --build --preset "$preset" --parallel "$(compile_jobs)" ${1:+--target "$@"})
}

# Inside containers one is often root, and often has no more than one core.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
