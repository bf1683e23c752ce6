"""Files between this workstation and a job on a PM: gone on with after a lost link, cancelled
between two pieces, and under another name here until they are whole."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.errors import Unreachable
from app.machines.pair import Answer, MachineLink
from app.machines.strict import BadAnswer, a_list, an_object, size, text
from app.model.problems import Unexplained
from app.model.snapshot import Step
from app.operations.events import BytesDone
from app.operations.operation import CancelToken, Report

PIECE = 256 * 1024
EVERY = 0.2  # seconds between two reports


class Meter:
    """Reports bytes done, with a rate."""

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._total = total
        self._began = time.monotonic()
        self._said = 0.0
        self._first: int | None = None

    def at(self, done: int) -> None:
        now = time.monotonic()
        if self._first is None:
            self._first = done
        if now - self._said > EVERY or done >= self._total:
            self._said = now
            rate = (done - self._first) / max(0.001, now - self._began)
            self._report(BytesDone(Step.COPY, done, max(done, self._total), rate))


class Download:
    """The files of one export, as they come into `folder`. `discard` leaves nothing of them."""

    def __init__(self, link: MachineLink, job: str, folder: Path, report: Report) -> None:
        self._link = link
        self._job = job
        self._folder = folder
        self._report = report
        self._part = folder / f".twinpoint-{job}.part"

    def fetch(self, name: str, files: Sequence[tuple[str, int]], cancel: CancelToken) -> bool:
        """Brings all of it, from where an earlier call was cut; False if cancelled on the way.
        Raises OSError (this workstation), Unreachable, Refused, Failed."""
        self._part.mkdir(mode=0o700, exist_ok=True)
        meter = Meter(self._report, sum(length for _, length in files))
        done = 0
        for file, length in files:
            if not self._one(file, length, done, meter, cancel):
                return False
            done += length
        return True

    def _one(self, name: str, length: int, before: int, meter: Meter, cancel: CancelToken) -> bool:
        path = self._part / name
        with open(path, "ab", opener=_private) as file:  # a VM's data is nobody else's business
            at = file.tell()
            if at > length:
                file.truncate(0)
                at = 0
            while at < length:
                wish = {"job": self._job, "file": name, "offset": at}
                with self._link.jobs.fetch("export-read", wish) as data:
                    for piece in data:
                        if cancel.cancelled:
                            return False
                        file.write(piece)
                        at += len(piece)
                        meter.at(before + at)
            file.flush()
            os.fsync(file.fileno())
        return True

    def place(self, name: str, names: Sequence[str], single: bool, overwrite: bool) -> Path:
        """Gives what is whole its own name. Raises FileExistsError if somebody was first."""
        final = self._folder / name
        if single:
            made = self._part / names[0]
            if overwrite:
                os.replace(made, final)
            else:
                os.close(os.open(final, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
                os.replace(made, final)
            self.discard()
            return final
        old = self._folder / f".twinpoint-{self._job}.old"
        if overwrite and final.exists():
            os.rename(final, old)
        elif os.path.lexists(final):
            raise FileExistsError(str(final))
        os.rename(self._part, final)
        shutil.rmtree(old, ignore_errors=True)
        return final

    def discard(self) -> None:
        shutil.rmtree(self._part, ignore_errors=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class Upload:
    """The files of a package here, as a job asks for them: only plain files beside the one that
    was chosen, whatever the PM may ask for."""

    def __init__(
        self, link: MachineLink, job: str, chosen: Path, report: Report, limit: int | None
    ) -> None:
        self._link = link
        self._job = job
        self._chosen = chosen
        self._report = report
        self._limit = limit

    def send(self, names: Sequence[str], cancel: CancelToken) -> bool:
        """Sends what there is of them; False if cancelled on the way. Raises OSError (this
        workstation), Unreachable, Refused, Failed."""
        paths = [path for path in map(self._path, names) if path is not None]
        meter = Meter(self._report, sum(path.stat().st_size for path in paths))
        done = 0
        for path in paths:
            if not self._one(path, done, meter, cancel):
                return False
            done += path.stat().st_size
        return True

    def _one(self, path: Path, before: int, meter: Meter, cancel: CancelToken) -> bool:
        length = path.stat().st_size
        wish = {"job": self._job, "file": path.name}
        held = -1
        while held < length:
            at = self._held(self._link.jobs.ask("import-held", wish, 30.0))
            if at > length or at <= held:
                at = 0
            more = {**wish, "offset": at, "size": length}
            data = self._data(path, at, before, meter, cancel)
            held = self._held(self._link.jobs.send("import-write", more, data))
            if cancel.cancelled:
                return False
        return True

    def _data(
        self, path: Path, at: int, before: int, meter: Meter, cancel: CancelToken
    ) -> Iterator[bytes]:
        began, first = time.monotonic(), at
        pause = threading.Event()
        with open(path, "rb") as file:
            file.seek(at)
            while not cancel.cancelled and (data := file.read(PIECE)):
                yield data
                at += len(data)
                meter.at(before + at)
                if self._limit:
                    ahead = (at - first) / self._limit - (time.monotonic() - began)
                    pause.wait(min(1.0, max(0.0, ahead)))

    def _held(self, answer: Answer) -> int:
        try:
            return size(answer, "size")
        except BadAnswer as error:
            raise Unreachable(Unexplained(self._link.name, str(error))) from error

    def _path(self, name: str) -> Path | None:
        if name != Path(name).name or name in (".", "..") or "\\" in name or name.startswith("."):
            return None
        path = self._chosen.parent / name
        return path if path.is_file() and not path.is_symlink() else None


def listed(line: Answer) -> list[tuple[str, int]]:
    """Names and sizes of the files that a job is ready to give. Raises BadAnswer."""
    found = []
    for value in a_list(line.get("files"), "files", 1000):
        each = an_object(value, "files")
        name = text(each, "name")
        if name != Path(name).name or not name.isprintable() or name.startswith("."):
            raise BadAnswer("files: not a name")
        found.append((name, size(each, "size")))
    if not found or len({name for name, _ in found}) != len(found):
        raise BadAnswer("files: none, or one twice")
    return found
