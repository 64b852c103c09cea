#!/usr/bin/env bash
# Fetches the program's archive, verifies it, and puts the program on the PATH. What cannot be verified is not unpacked.
#
# From the environment, all of it optional:
#   FINGERPOST_VERSION   such as 0.1.0; else the version of these files
#   FINGERPOST_SHA256    the archive's hash; else the release's signed build provenance is asked, by `gh`
#   FINGERPOST_BASE      the address of the folder with the archives; else the release's own
#   FINGERPOST_FOLDER    where the program goes; else a new folder
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
manifest="$here/../../Cargo.toml"

refuse() {
  echo "::error::$1" >&2
  exit 1
}

said() {
  sed -n "s/^$1 = \"\(.*\)\"$/\1/p" "$manifest" | head -n 1
}

repository="$(said repository)"
version="${FINGERPOST_VERSION:-$(said version)}"
version="${version#v}"
# Windows' own tools print it in capitals.
hash="$(printf %s "${FINGERPOST_SHA256:-}" | tr A-F a-f)"
[[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || refuse "The version is written like 0.1.0."
[[ -z "$hash" || "$hash" =~ ^[0-9a-f]{64}$ ]] || refuse "sha256 is 64 digits from 0 to 9 and a to f, as in the release's SHA256SUMS."

system="$(bash "$here/system.sh")"
program=fingerpost
archive="fingerpost-$version-$system.tar.gz"
if [ "${system%%-*}" = windows ]; then
  program=fingerpost.exe
  archive="fingerpost-$version-$system.zip"
fi

work="$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/fingerpost.XXXXXX")"
base="${FINGERPOST_BASE:-$repository/releases/download/v$version}"
curl --fail --silent --show-error --location --retry 3 --proto '=https,file' --proto-redir '=https' \
  --max-time 300 --max-filesize 200000000 --output "$work/$archive" "$base/$archive" \
  || refuse "$archive could not be fetched from $base."

if [ -n "$hash" ]; then
  if command -v sha256sum >/dev/null; then sum=(sha256sum); else sum=(shasum -a 256); fi
  found="$("${sum[@]}" <"$work/$archive" | cut -c 1-64)"
  [ "$found" = "$hash" ] || refuse "$archive is not what it should be: its SHA-256 is $found, not $hash. Nothing was installed."
elif command -v gh >/dev/null; then
  slug="${repository#https://github.com/}"
  gh attestation verify "$work/$archive" --repo "$slug" --signer-workflow "$slug/.github/workflows/release.yml" \
    --source-ref "refs/tags/v$version" >/dev/null \
    || refuse "$archive has no build provenance of $slug at v$version. Nothing was installed."
else
  refuse "There is no hash to verify $archive by, and no \`gh\` to ask for its provenance: say sha256, as in the release's SHA256SUMS."
fi

folder="${FINGERPOST_FOLDER:-$work/bin}"
mkdir -p "$folder"
# One file and nothing else, whatever the archive names.
if [ "${archive##*.}" = zip ]; then
  unzip -p "$work/$archive" "fingerpost-$version/$program" >"$folder/$program"
else
  tar -xzOf "$work/$archive" "fingerpost-$version/$program" >"$folder/$program"
fi
rm "$work/$archive"
chmod 755 "$folder/$program"
# An archive may hold a link of that name, or the program of another version.
said="$("$folder/$program" --version)" || said=
if [ "$said" != "fingerpost $version" ]; then
  rm -f "$folder/$program"
  refuse "What is in $archive is not Fingerpost $version. Nothing was installed."
fi
echo "$said"
if [ -n "${GITHUB_PATH:-}" ]; then
  if command -v cygpath >/dev/null; then folder="$(cygpath --windows "$folder")"; fi
  echo "$folder" >>"$GITHUB_PATH"
else
  echo "It is in $folder."
fi
