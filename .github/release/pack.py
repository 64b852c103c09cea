"""Packs a built program: python3 pack.py PROGRAM VERSION SYSTEM FOLDER, with SOURCE_DATE_EPOCH in the environment.

Gives FOLDER/fingerpost-VERSION-SYSTEM.tar.gz, or .zip where the program ends in .exe: one folder fingerpost-VERSION with the
program, the licences and what to read. The same files give the same bytes, whoever packs them and when: names in order, one time,
no users.
"""

import gzip
import io
import os
import pathlib
import stat
import sys
import tarfile
import time
import zipfile

READ = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "LICENSE-UBUNTU-FONT", "README.md"]


def main():
    program, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[4])
    name = f"fingerpost-{sys.argv[2]}"
    root = pathlib.Path(__file__).resolve().parents[2]
    seconds = int(os.environ["SOURCE_DATE_EPOCH"])
    files = sorted([(program.name, program, 0o755)] + [(path, root / path, 0o644) for path in READ])
    if program.suffix == ".exe":
        archive, packed = folder / f"{name}-{sys.argv[3]}.zip", zipped(name, files, seconds)
    else:
        archive, packed = folder / f"{name}-{sys.argv[3]}.tar.gz", tarred(name, files, seconds)
    archive.write_bytes(packed)
    print(archive)


def tarred(name, files, seconds):
    """A gzip of a POSIX tar archive."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=seconds) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for path, source, mode in files:
                entry = tarfile.TarInfo(f"{name}/{path}")
                entry.mtime, entry.mode = seconds, mode
                content = source.read_bytes()
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def zipped(name, files, seconds):
    """A ZIP archive; its times are of two seconds, and in no zone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path, source, mode in files:
            entry = zipfile.ZipInfo(f"{name}/{path}", time.gmtime(seconds)[:6])
            entry.create_system, entry.external_attr = 3, (stat.S_IFREG | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, source.read_bytes())
    return out.getvalue()


main()
