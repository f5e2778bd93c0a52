#!/usr/bin/env bash
# Unpacks kubectl 1.20, 1.32 and 1.36 from Debian's packages into a folder, and prints their paths.
#
#   scripts/fetch-kubectl.sh FOLDER
#
# Nothing is installed: apt works with lists of its own, and takes the mirror from the machine's sources.
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v '^ *#' |
  grep -oE 'https?://[^ ]+' | grep -v security | sed -n 1p || true)
[ -n "$mirror" ] || { echo 'the apt sources of this machine name no mirror' >&2; exit 1; }

mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
for suite in bookworm trixie sid; do echo "deb $mirror $suite main"; done > "$folder/sources.list"
apt_options=(
  -o "Dir::Etc::sourcelist=$folder/sources.list"
  -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::lists=$folder/lists"
  -o "Dir::Cache=$folder/cache"
  -o Acquire::Check-Valid-Until=false
  -o Acquire::Retries=3
  -o APT::Sandbox::User=root
)
apt-get "${apt_options[@]}" -qq update >&2

unpack() { # PACKAGE SUITE
  local into="$folder/$2"
  mkdir -p "$into/deb"
  (cd "$into/deb" && apt-get "${apt_options[@]}" -qq download "$1/$2" >&2)
  dpkg -x "$into"/deb/*.deb "$into"
  [ -x "$into/usr/bin/kubectl" ] || { echo "no kubectl in $1 of $2" >&2; exit 1; }
  echo "$into/usr/bin/kubectl"
}

unpack kubernetes-client bookworm
unpack kubectl trixie
unpack kubectl sid
