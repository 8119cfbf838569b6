#!/bin/sh
# Makes the Debian packages and uses them in a Debian that has none of kg's libraries.
#
#   deb_test.sh BUILD TREE [--library]
#
# BUILD is a finished build. TREE is a minimal Debian 12 tree; it is made with debootstrap when it is not there, and only a
# copy of it is changed. --library also installs libkg-dev and builds the example program with it. Needs root, and a
# package mirror for what the packages depend on.
set -eu
build=$1
tree=$2
library=${3:-}

[ -d "$tree" ] || debootstrap --variant=minbase bookworm "$tree" ${KG_DEBIAN_MIRROR:+"$KG_DEBIAN_MIRROR"}
work=$(mktemp -d "${TMPDIR:-/tmp}/kg-deb-XXXXXX")
# Nothing is mounted below the copy, so that taking it away takes nothing else.
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
(cd "$build" && cpack -G DEB -B "$work/packages" >"$work/cpack.log") || { cat "$work/cpack.log"; exit 1; }
cp -a --one-file-system "$tree" "$work/tree"
cp "$work"/packages/*.deb "$work/tree/tmp/"

inside() { chroot "$work/tree" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 HOME=/root "$@"; }
quietly() { "$@" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }; }
expect() { # expect TEXT COMMAND...: the command's output holds the text
  wanted=$1
  shift
  "$@" >"$work/out" 2>&1 || { cat "$work/out"; echo "failed: $*"; exit 1; }
  grep -qF -- "$wanted" "$work/out" || { cat "$work/out"; echo "no \`$wanted\` in the output of: $*"; exit 1; }
}

dpkg-deb -I "$work"/tree/tmp/kg_*.deb | grep -E '^ (Package|Version|Depends|Installed-Size):'
quietly inside apt-get update
# dpkg unpacks it and says what is missing; apt brings that.
inside sh -c 'dpkg -i /tmp/kg_*.deb' >"$work/log" 2>&1 || quietly inside apt-get install -y -f --no-install-recommends
expect 'install ok installed' inside dpkg-query -W -f='${Status}' kg
expect 'created an empty store' inside kg create
expect 'new triples' inside sh -c 'kg load /usr/share/kg/seeds/vocabulary.kg /usr/share/kg/seeds/facts/*.kg'
expect 'Ganzhou' inside kg query 'Li Qiang visited ?'
expect 'sound' inside kg verify
expect 'complete -F _kg kg' inside cat /usr/share/bash-completion/completions/kg
# Its own file, since minimal systems leave pages out (dpkg's path-exclude).
expect './usr/share/man/man1/kg.1' sh -c "dpkg-deb -c '$work'/tree/tmp/kg_*.deb"
if [ "$library" = --library ]; then
  quietly inside sh -c 'apt-get install -y --no-install-recommends /tmp/libkg-dev_*.deb g++ pkg-config cmake make'
  quietly inside sh -c 'cmake -S /usr/share/doc/libkg-dev/examples/library -B /tmp/example && cmake --build /tmp/example'
  expect 'supported: Ada visited Turin' inside /tmp/example/example /tmp/store
fi
quietly inside dpkg -r kg
echo "the packages install and run"
