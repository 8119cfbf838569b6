# Shared by ./run and ./test: brings a fresh Debian or Ubuntu machine to a built program. Source it with
# $root set to the project's directory. Everything it says goes to standard error.

kg_packages="g++ cmake ninja-build pkg-config antlr4 libantlr4-runtime-dev librocksdb-dev libfmt-dev
  libcli11-dev nlohmann-json3-dev libutf8proc-dev libre2-dev zlib1g-dev libzstd-dev libxxhash-dev
  libedit-dev libmd-dev catch2 python3"

kg_say() { printf 'kg: %s\n' "$*" >&2; }

kg_fail() {
  kg_say "$1"
  [ -z "${2:-}" ] || kg_say "$2"
  exit 1
}

# One build at a time in a directory; a second call waits for the first.
kg_lock() {
  mkdir -p "$root/build" || kg_fail "cannot make the directory $root/build"
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$root/build/.lock"
    flock 9
  fi
}

kg_as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n true 2>/dev/null || kg_say "sudo may ask for your password"; sudo "$@"; fi
}

# Installs what is missing with apt-get. Without dpkg the build finds out by itself what is there.
kg_install_packages() {
  command -v dpkg >/dev/null 2>&1 || return 0
  missing=
  for package in $kg_packages; do
    case "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" in
      "install ok installed" | "hold ok installed") ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null 2>&1 ||
    kg_fail "these packages are missing and there is no apt-get to install them with:$missing"
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
    kg_fail "these packages are missing, and installing them needs root or sudo:$missing" \
      "as root, run: apt-get install$missing"
  fi
  kg_say "installing with apt-get:$missing"
  log="$root/build/install.log"
  {
    kg_as_root env DEBIAN_FRONTEND=noninteractive apt-get update &&
      kg_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
  } >"$log" 2>&1 </dev/null || {
    tail -n 20 "$log" >&2
    kg_fail "apt-get could not install the packages; the log is $log"
  }
}

# The last "[done/total]" of a build log.
kg_build_progress() { tail -c 2000 "$1" 2>/dev/null | grep -o '^\[[0-9]*/[0-9]*\]' | tail -n 1; }

# kg_build PRESET [TARGET]: configures when needed and builds, with one line of progress.
kg_build() {
  preset=$1
  directory="$root/build/$preset"
  log="$directory/build.log"
  mkdir -p "$directory"
  # A build directory that came along with a copied tree points to the old place.
  cache="$directory/CMakeCache.txt"
  if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
    rm -rf "$cache" "$directory/CMakeFiles"
  fi
  kg_say "building $preset (log: $log)"
  if [ ! -f "$directory/build.ninja" ] || [ "$root/CMakePresets.json" -nt "$directory/build.ninja" ]; then
    (cd "$root" && cmake --preset "$preset") >"$log" 2>&1 </dev/null || kg_build_failed
  else
    : >"$log"
  fi
  if [ -t 2 ]; then
    cmake --build "$directory" ${2:+--target "$2"} >>"$log" 2>&1 </dev/null &
    builder=$!
    while kill -0 "$builder" 2>/dev/null; do
      printf '\rkg: building %s %s ' "$preset" "$(kg_build_progress "$log")" >&2
      sleep 0.3
    done
    printf '\r\033[K' >&2
    wait "$builder" || kg_build_failed
  else
    cmake --build "$directory" ${2:+--target "$2"} >>"$log" 2>&1 </dev/null || kg_build_failed
  fi
}

kg_build_failed() {
  [ ! -t 2 ] || printf '\r\033[K' >&2
  grep -E -A 6 'error:|Error|FAILED:' "$log" | head -n 40 >&2
  kg_fail "the build failed; the whole log is $log"
}
