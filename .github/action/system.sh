#!/usr/bin/env bash
# The name under which a release has this machine's archive, such as linux-x86_64.
set -euo pipefail
case "$(uname -s)" in
  Linux) system=linux ;;
  Darwin) system=macos ;;
  MINGW* | MSYS* | CYGWIN*) system=windows ;;
  *) echo "There is no release for $(uname -s); build from source with \`cargo install --path .\`." >&2; exit 1 ;;
esac
case "$(uname -m)" in
  x86_64 | amd64) processor=x86_64 ;;
  aarch64 | arm64) processor=arm64 ;;
  *) echo "There is no release for $(uname -m); build from source with \`cargo install --path .\`." >&2; exit 1 ;;
esac
# Windows on arm64 runs programs for x86-64.
if [ "$system" = windows ]; then processor=x86_64; fi
echo "$system-$processor"
