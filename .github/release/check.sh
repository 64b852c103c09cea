#!/usr/bin/env bash
# Whether a tag may become a release: it is Cargo.toml's version, in the repository that Cargo.toml names, with words in the CHANGELOG.
# Writes dist/NOTES.md, the release's words.
#
#   .github/release/check.sh v0.1.0 https://github.com/OWNER/NAME
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tag="$1"
repository="$2"

said() {
  sed -n "s/^$1 = \"\(.*\)\"$/\1/p" Cargo.toml | head -n 1
}

version="$(said version)"
if [ "$tag" != "v$version" ]; then
  echo "The tag is $tag and Cargo.toml says version $version: they are to be the same." >&2
  exit 1
fi
# The workflows of a new site name this repository, and whoever uses them runs what it publishes.
if [ "$repository" != "$(said repository)" ]; then
  echo "This is $repository and Cargo.toml says $(said repository): name your own there before you release." >&2
  exit 1
fi
mkdir -p dist
awk -v head="## $version" 'index($0, head) == 1 { on = 1; next } /^## / { on = 0 } on' CHANGELOG.md >dist/NOTES.md
if ! grep -q '[^[:space:]]' dist/NOTES.md; then
  echo "CHANGELOG.md has no section \"## $version\"." >&2
  exit 1
fi
