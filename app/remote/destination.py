"""Where an export goes: a folder of this PM, a folder of a share, or a workstation that fetches
it; what is written stands under a name of its own there until it is whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.remote import hand_over, share
from app.remote.host import host_name
from app.remote.job_files import JobFiles
from app.remote.outside import ON_SHARE, PUT_BACK, REMOVE, REMOVE_EMPTY, Outside, noted_jobs
from app.remote.problems import Refused
from app.remote.store import Store, fsync_folder


class Destination:
    """A folder, and how what is written into it by a job is noted. `label` is it in words."""

    def __init__(
        self, folder: Path, label: str, outside: Outside, mount: Path | None, address: str
    ) -> None:
        self.folder = folder
        self.label = label
        self._outside = outside
        self._mount = mount
        self._address = address
        self.staging = folder / f".twinpoint-{outside.job}"

    def check_free(self, name: str, overwrite: bool) -> None:
        """Raises Refused if something is there already."""
        path = self.folder / name
        if os.path.lexists(path) and (not overwrite or path.is_symlink()):
            raise Refused("file-exists", pm=host_name(), path=f"{self.label}/{name}")

    def begin(self) -> Path:
        """The folder to write into."""
        self._note(REMOVE, self.staging)
        self.staging.mkdir(0o700)
        return self.staging

    def place(self, made: Path, name: str, overwrite: bool) -> None:
        """Gives a whole file or folder its name, all at once; raises Refused, and leaves what is
        there, if somebody else was first."""
        final = self.folder / name
        old = self.folder / f".twinpoint-{self._outside.job}.old"
        try:
            if overwrite and final.is_dir() and not final.is_symlink():
                self._note(PUT_BACK, old, final)
                os.rename(final, old)
            if made.is_dir() or overwrite:
                os.rename(made, final)
            else:
                self._rename_new(made, final)
        except OSError as error:
            if error.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR, errno.EISDIR):
                self.check_free(name, overwrite=False)
            raise
        fsync_folder(self.folder)

    def free(self) -> int:
        """Bytes."""
        room = os.statvfs(self.folder)
        return room.f_bavail * room.f_frsize

    def _note(self, act: str, *paths: Path) -> None:
        self._outside.add(*self._act(act, *paths))

    def _act(self, act: str, *paths: Path) -> tuple[str, ...]:
        if self._mount is None:
            return (act, *map(str, paths))
        return (act + ON_SHARE, self._address, *(str(p.relative_to(self._mount)) for p in paths))

    def _rename_new(self, made: Path, final: Path) -> None:
        """Renames a file, never over another one."""
        try:
            os.link(made, final)
        except FileExistsError:
            raise
        except OSError:  # no such links there, as on many shares: a name taken first does it too
            self._note(REMOVE_EMPTY, final)
            try:
                os.close(os.open(final, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError:  # somebody else's by now
                self._outside.drop(self._act(REMOVE_EMPTY, final))
                raise
            os.rename(made, final)
        else:
            os.unlink(made)


@contextmanager
def reached(store: Store, outside: Outside, wanted: dict[str, Any]) -> Iterator[Destination]:
    """The destination of a request, within reach as long as the block lasts. Raises Refused."""
    job = outside.job
    kind = wanted.get("kind")
    if kind == "hand-over":
        folder = hand_over.folder(store, job)
        outside.add(REMOVE, str(folder))
        hand_over.prepare(store, job)
        yield Destination(folder, "", outside, None, "")
    elif kind == "share":
        address = str(wanted.get("address", ""))
        try:
            parsed = share.parse(address)
        except ValueError as error:
            detail = "//server/share/folder or server:/path"
            raise Refused("share-failed", pm=host_name(), share=address, detail=detail) from error
        with share.mounted(store.root, job, parsed) as mount:
            for other in noted_jobs(store):
                files = JobFiles(store.jobs() / other)
                if other != job and not files.alive.held():
                    files.standing.settle()
                    Outside(store, other).undo_on_share(address, mount)
            folder = _inside(mount, parsed.below, address)
            yield Destination(folder, address.rstrip("/"), outside, mount, address)
    else:
        path = Path(str(wanted.get("path", "")))
        check_folder(path)
        yield Destination(path, str(path).rstrip("/"), outside, None, "")


def check_folder(path: Path) -> None:
    """Raises Refused if it is not the absolute path of a folder that can be written to."""
    text = str(path)
    if not path.is_absolute() or ".." in path.parts or "\0" in text or not path.is_dir():
        raise Refused("folder-missing", pm=host_name(), path=text)
    if not os.access(path, os.W_OK):
        raise Refused("folder-missing", pm=host_name(), path=text)


def _inside(mount: Path, below: str, address: str) -> Path:
    """A folder of a mounted share; a link on it must not lead back into this PM."""
    folder = mount
    for part in below.split("/") if below else []:
        folder = folder / part
        try:
            kind = os.lstat(folder).st_mode
        except OSError:
            kind = 0
        if not stat.S_ISDIR(kind):
            raise Refused("folder-missing", pm=host_name(), path=address)
    return folder
