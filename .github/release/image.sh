#!/usr/bin/env bash
# Puts together the folder that the image is built from, out of the archives in dist that are there: dist/image/amd64 and arm64.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
rm -rf dist/image
for pair in amd64:x86_64 arm64:arm64; do
  archive="dist/fingerpost-$version-linux-${pair#*:}.tar.gz"
  folder="dist/image/${pair%%:*}"
  if [ ! -f "$archive" ]; then continue; fi
  mkdir -p "$folder/licenses" "$folder/tmp"
  tar -xzOf "$archive" "fingerpost-$version/fingerpost" >"$folder/fingerpost"
  chmod 755 "$folder/fingerpost"
  for licence in LICENSE-MIT LICENSE-APACHE LICENSE-UBUNTU-FONT; do
    tar -xzOf "$archive" "fingerpost-$version/$licence" >"$folder/licenses/$licence"
  done
  # Where `diff` writes a revision out.
  chmod 1777 "$folder/tmp"
done
cp .github/release/Dockerfile dist/image/Dockerfile
