"""The program for the PMs as one zip file: the same bytes for the same source."""

from __future__ import annotations

import functools
import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from app.paths import remote_sources

OLD_PYTHON = 94  # exit status of the program on a Python that is too old for it
OLDEST_PYTHON = (3, 9)

# Understood by any Python 3, since it has to say that it cannot go on.
_MAIN = f"""\
import sys

if sys.version_info < {OLDEST_PYTHON}:
    sys.stderr.write("%d.%d.%d" % sys.version_info[:3])
    sys.exit({OLD_PYTHON})

import os

# Unpacked once beside itself, so that Python keeps it compiled: a call takes half the time.
home = os.path.realpath(sys.argv[0]) + ".d"
if not os.path.isdir(home):
    import shutil, zipfile

    fresh = "%s.%d" % (home, os.getpid())
    try:
        with zipfile.ZipFile(sys.argv[0]) as archive:
            archive.extractall(fresh)
        os.rename(fresh, home)
    except OSError:
        # No room, or another call was first: the zip file itself does.
        shutil.rmtree(fresh, ignore_errors=True)
if os.path.isdir(home):
    sys.path[0] = home
from app.remote.__main__ import main

sys.exit(main())
"""
_PACKAGE = '"""Twinpoint on a PM."""\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip file can hold


@dataclass(frozen=True, slots=True)
class Program:
    """`name` is that of the file on the PM, `sha256` that of its bytes in hexadecimal."""

    name: str
    sha256: str
    data: bytes


@functools.lru_cache(maxsize=4)
def build(sources: Path | None = None) -> Program:
    """The zip file of the modules in `sources` (app/remote if None)."""
    folder = sources or remote_sources()
    members = {"__main__.py": _MAIN.encode(), "app/__init__.py": _PACKAGE.encode()}
    for file in folder.glob("*.py"):
        # A checkout with other line ends must not make another program.
        members[f"app/remote/{file.name}"] = file.read_bytes().replace(b"\r\n", b"\n")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _EPOCH)
            # Stored: what deflate makes of it differs from one zlib to the next.
            info.compress_type = zipfile.ZIP_STORED
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, members[name])
    data = buffer.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    return Program(f"twinpoint-{digest[:16]}.pyz", digest, data)
