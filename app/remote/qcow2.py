"""Reads the tables of qcow2 files itself: which clusters a file holds, and what a stack of files
holds above the one below it. Nothing is opened that the caller did not name.

https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.txt
"""

from __future__ import annotations

import hashlib
import os
import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Callable

_HEADER = struct.Struct(">4sIQIIQIIQ")
_MAGIC = b"QFI\xfb"
_INCOMPATIBLE_AT = 72
_KNOWN_FEATURES = 0b1001  # dirty, compression type; no data file, corruption, subclusters
_OFFSET = 0x00FFFFFFFFFFFE00
_COMPRESSED = 1 << 62
_ZERO = 1
MOST_AT_ONCE = 4 * 1024 * 1024  # bytes

Check = Callable[[], None]
Progress = Callable[[int], None]


class Unreadable(Exception):
    """The tables say something this reader does not know, or that cannot be."""


class Image:
    """One qcow2 file, its tables read as they are asked for. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY)
        self.path = path
        try:
            self._open()
        except BaseException:
            os.close(self._handle)
            raise

    def _open(self) -> None:
        head = os.pread(self._handle, 104, 0)
        if len(head) < 104:
            raise Unreadable(f"{self.path.name}: too short")
        magic, version, _, _, bits, self.size, encrypted, count, at = _HEADER.unpack_from(head)
        (features,) = struct.unpack_from(">Q", head, _INCOMPATIBLE_AT)
        if magic != _MAGIC or version != 3 or encrypted or features & ~_KNOWN_FEATURES:
            raise Unreadable(f"{self.path.name}: not a qcow2 as snapshots are")
        if not 9 <= bits <= 21 or count * 8 > 64 * 1024 * 1024:
            raise Unreadable(f"{self.path.name}: its header cannot be")
        self.cluster = 1 << bits
        self.clusters = -(-self.size // self.cluster)
        self._per_table = self.cluster // 8
        self._tables = [entry & _OFFSET for entry in self._read_table(at, count)]

    def __enter__(self) -> Image:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._handle)

    def table(self, number: int) -> array[int] | None:
        """Entries of one second-level table, None if all of its clusters are left out."""
        at = self._tables[number] if number < len(self._tables) else 0
        return self._read_table(at, self._per_table) if at else None

    def read(self, at: int, size: int) -> bytes:
        """Bytes at an offset of the file; what lies behind its end reads as zeros."""
        data = os.pread(self._handle, size, at)
        return data + bytes(size - len(data))

    def _read_table(self, at: int, count: int) -> array[int]:
        data = os.pread(self._handle, count * 8, at)
        if len(data) != count * 8:
            raise Unreadable(f"{self.path.name}: a table lies behind the end")
        entries = array("Q", data)
        if sys.byteorder == "little":
            entries.byteswap()
        return entries

    def held(self) -> Iterator[int]:
        """The clusters that the file itself has data for (not those it says are zero)."""
        for number in range(len(self._tables)):
            table = self.table(number)
            if table is None:
                continue
            first = number * self._per_table
            for index, entry in enumerate(table):
                if _kind(entry) == _DATA and first + index < self.clusters:
                    yield first + index


_ABSENT, _ZEROS, _DATA = 0, 1, 2


def _kind(entry: int) -> int:
    if entry & _COMPRESSED:
        raise Unreadable("a compressed cluster")
    if entry & _ZERO:
        return _ZEROS
    return _DATA if entry & _OFFSET else _ABSENT


def growth(bottom: Path, above: Sequence[Path]) -> int:
    """Bytes of clusters that `bottom` gets when the files above are written into it."""
    with Image(bottom) as base:
        new = 0
        here = bytearray(base.clusters)
        for cluster in base.held():
            here[cluster] = 1
        for path in above:
            with Image(path) as image:
                here += bytes(max(0, image.clusters - len(here)))
                for cluster in image.held():
                    new += not here[cluster]
                    here[cluster] = 1
        size: int = new * base.cluster
        return size


def content(stack: Sequence[Path], below: Sequence[Path], check: Check, progress: Progress) -> str:
    """A hash of what a stack of files holds above those that it stands on (`below`, [] if it stands
    on nothing), all topmost first. Two stacks have the same exactly if every cluster reads the
    same, or is left to those below by both."""
    with ExitStack() as opened:
        images = [opened.enter_context(Image(path)) for path in (*stack, *below)]
        if len({image.cluster for image in images}) != 1:
            raise Unreadable("clusters of different sizes")
        here, under = images[: len(stack)], images[len(stack) :]
        return _Content(here, under, check, progress).hash()


class _Content:
    def __init__(
        self, images: list[Image], under: list[Image], check: Check, progress: Progress
    ) -> None:
        self._images = images
        self._under = under
        self._cluster = images[0].cluster
        self._blank = bytes(self._cluster)
        self._below = under[0].size if under else 0
        # Where an image ends within a cluster, what is below shows in a part of it: such a cluster
        # counts as what it reads like, for a merge has to write it down.
        ends = sorted([self._below, *(image.size for image in images[1:])], reverse=True)
        self._cuts = {
            end // self._cluster: end
            for end in ends
            if end % self._cluster and end <= self._below and end < images[0].size
        }
        self._check = check
        self._progress = progress
        self._digest = hashlib.sha256(b"%d " % images[0].size)
        self._zeros: tuple[int, int] | None = None  # from, to (clusters)
        self._run: tuple[int, int, int, int] | None = None  # image, offset, cluster, count
        self._done = 0

    def hash(self) -> str:
        top = self._images[0]
        per_table = self._cluster // 8
        for number in range(-(-top.clusters // per_table)):
            self._check()
            tables = [image.table(number) for image in self._images]
            first = number * per_table
            for index in range(min(per_table, top.clusters - first)):
                self._take(first + index, index, tables)
        self._flush()
        self._flush_zeros()
        return self._digest.hexdigest()

    def _take(self, cluster: int, index: int, tables: list[array[int] | None]) -> None:
        for depth, image in enumerate(self._images):
            if cluster >= image.clusters:
                return self._zero(cluster)  # behind a short image there is nothing
            table = tables[depth]
            kind = _ABSENT if table is None else _kind(table[index])
            if kind == _ZEROS:
                return self._zero(cluster)
            if kind == _DATA:
                assert table is not None
                return self._data(depth, table[index] & _OFFSET, cluster)
        if cluster * self._cluster >= self._below:
            return self._zero(cluster)
        self._flush()
        if cluster in self._cuts:
            left = self._cuts[cluster] - cluster * self._cluster
            self._piece(cluster, _read_through(self._under, cluster)[:left])
        return None

    def _data(self, depth: int, offset: int, cluster: int) -> None:
        run = self._run
        if (
            run is not None
            and (depth, offset, cluster)
            == (run[0], run[1] + run[3] * self._cluster, run[2] + run[3])
            and run[3] * self._cluster < MOST_AT_ONCE
        ):
            self._run = (run[0], run[1], run[2], run[3] + 1)
            return
        self._flush()
        self._run = (depth, offset, cluster, 1)

    def _flush(self) -> None:
        """Reads the run of clusters that lie in a row."""
        if self._run is None:
            return
        depth, offset, first, count = self._run
        self._run = None
        self._check()
        image, size = self._images[depth], self._cluster
        data = memoryview(image.read(offset, count * size))
        for number in range(count):
            piece = bytes(data[number * size : (number + 1) * size])
            # The smallest image that is read through bounds what counts of its last cluster.
            ends = min(each.size for each in self._images[: depth + 1])
            left = max(0, ends - (first + number) * size)
            self._piece(first + number, piece[:left])
        self._done += count * size
        self._progress(self._done)

    def _piece(self, cluster: int, piece: bytes) -> None:
        """What a cluster reads like; behind the end of the piece, zeros."""
        piece += bytes(self._cluster - len(piece))
        if piece == self._blank:
            self._zero(cluster, flushed=True)
        else:
            self._flush_zeros()
            self._digest.update(b"d%d " % cluster)
            self._digest.update(piece)

    def _zero(self, cluster: int, *, flushed: bool = False) -> None:
        if not flushed:
            self._flush()
        if self._zeros is not None and self._zeros[1] == cluster:
            self._zeros = (self._zeros[0], cluster + 1)
            return
        self._flush_zeros()
        self._zeros = (cluster, cluster + 1)

    def _flush_zeros(self) -> None:
        if self._zeros is not None:
            self._digest.update(b"z%d-%d " % self._zeros)
            self._zeros = None


def _read_through(images: list[Image], cluster: int) -> bytes:
    """One cluster as it reads through a chain of files, topmost first."""
    size = images[0].cluster
    ends = size
    for image in images:
        ends = min(ends, max(0, image.size - cluster * size))
        table = image.table(cluster // (size // 8)) if ends else None
        entry = table[cluster % (size // 8)] if table is not None else 0
        if _kind(entry) == _DATA:
            return image.read(entry & _OFFSET, size)[:ends]
        if _kind(entry) == _ZEROS:
            break
    return b""
