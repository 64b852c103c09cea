#!/usr/bin/env bash
# Builds the program as it is published, packs it and adds its checksum: dist/fingerpost-VERSION-SYSTEM.tar.gz (.zip for Windows)
# and dist/SHA256SUMS. The same commit, toolchain and system give the same bytes. It uploads nothing.
#
#   .github/release/package.sh            for this machine
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root="$PWD"

said() {
  sed -n "s/^$1 = \"\(.*\)\"$/\1/p" Cargo.toml | head -n 1
}

version="$(said version)"
system="$(bash .github/action/system.sh)"
program=fingerpost
flags=()
case "$system" in
  linux-x86_64) processor=x86_64 ;;
  linux-arm64) processor=aarch64 ;;
  macos-x86_64) target=x86_64-apple-darwin ;;
  macos-arm64) target=aarch64-apple-darwin ;;
  windows-x86_64)
    target=x86_64-pc-windows-msvc
    program=fingerpost.exe
    # With the C runtime in it, it starts on a Windows without Visual C++.
    flags+=("-Ctarget-feature=+crt-static")
    ;;
esac
if [ "${system%%-*}" = linux ]; then
  # Static in any case: by musl where its standard library is installed, else with the C library of this machine put in.
  target="$processor-unknown-linux-musl"
  if ! rustup target list --installed | grep -qx "$target"; then
    target="$processor-unknown-linux-gnu"
  fi
  flags+=("-Ctarget-feature=+crt-static")
fi

# The commit goes into the workflows that `fingerpost new site` writes; no path of this machine goes into the program.
FINGERPOST_COMMIT="$(git rev-parse HEAD)"
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
export FINGERPOST_COMMIT SOURCE_DATE_EPOCH
cargo_home="${CARGO_HOME:-$HOME/.cargo}"
build="${CARGO_TARGET_DIR:-$root/target}"
flags+=("--remap-path-prefix=$cargo_home=/cargo" "--remap-path-prefix=$root=/fingerpost" "--remap-path-prefix=$build=/target")
CARGO_ENCODED_RUSTFLAGS="$(printf '%s\x1f' "${flags[@]}")"
export CARGO_ENCODED_RUSTFLAGS="${CARGO_ENCODED_RUSTFLAGS%$'\x1f'}"
cargo build --profile dist --locked --target "$target"
built="$build/$target/dist/$program"

echo "== what was built"
[ "$("$built" --version | tr -d '\r')" = "fingerpost $version" ]
for path in "$cargo_home" "$root" "$build"; do
  if grep -aqF "$path/" "$built"; then
    echo "The program holds a path of this machine: $path" >&2
    exit 1
  fi
done
if [ "${system%%-*}" = linux ] && readelf --program-headers "$built" | grep -q INTERP; then
  echo "The program is not static: it asks for $(readelf --program-headers "$built" | grep -o '/lib[^]]*')." >&2
  exit 1
fi

mkdir -p dist
if command -v python3 >/dev/null; then python=python3; else python=python; fi
"$python" .github/release/pack.py "$built" "$version" "$system" dist
bash .github/release/checksums.sh
