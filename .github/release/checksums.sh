#!/usr/bin/env bash
# Writes dist/SHA256SUMS, for all archives in dist. `sha256sum --check SHA256SUMS` verifies them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../dist"
if command -v sha256sum >/dev/null; then sum=(sha256sum); else sum=(shasum -a 256); fi
archives=()
for archive in fingerpost-*.tar.gz fingerpost-*.zip; do
  if [ -f "$archive" ]; then archives+=("$archive"); fi
done
LC_ALL=C
"${sum[@]}" -- "${archives[@]}" | sed 's/ \*/  /' >SHA256SUMS
cat SHA256SUMS
