"""Where a lab keeps its files, what it is called on the network, and its lock."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

GIB = 1024**3
DEFAULT_DIR = "/var/tmp/twinpoint-lab"
DEFAULT_NET = "10.77.0"


class LabError(Exception):
    """The lab could not do what it was asked; the text says what and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One lab: its directory, its network and the names of its two PMs."""

    dir: Path
    net: str = DEFAULT_NET
    pm_names: tuple[str, str] = ("pm1", "pm2")
    container_bytes: int = 3 * GIB

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Reads TWINPOINT_LAB_DIR, _NET ("10.78.0"), _PMS ("a,b") and _CONTAINER_BYTES."""
        names = environ.get("TWINPOINT_LAB_PMS", "pm1,pm2").split(",")
        if len(names) != 2 or names[0] == names[1] or not all(names):
            raise LabError("TWINPOINT_LAB_PMS must be two different names, as in pm1,pm2")
        return cls(
            dir=Path(environ.get("TWINPOINT_LAB_DIR", DEFAULT_DIR)).absolute(),
            net=environ.get("TWINPOINT_LAB_NET", DEFAULT_NET),
            pm_names=(names[0], names[1]),
            container_bytes=int(environ.get("TWINPOINT_LAB_CONTAINER_BYTES", 3 * GIB)),
        )

    @property
    def bridge(self) -> str:
        """The bridge's name; one network, one bridge. "-1" is added for a link: 15 is the limit."""
        if self.net == DEFAULT_NET:
            return "twinlab0"
        return "twl" + self.net.replace(".", "-")

    @property
    def system(self) -> str:
        """What the pair is called in the console; a second pair does not replace the first."""
        return "lab" if self.net == DEFAULT_NET else f"lab-{self.net}"

    @property
    def console_address(self) -> str:
        return f"{self.net}.254"

    def address(self, pm_name: str) -> str:
        return f"{self.net}.{self.pm_names.index(pm_name) + 1}"

    @property
    def cache(self) -> Path:
        return self.dir / "cache"

    @property
    def volumes(self) -> Path:
        """What both PMs see as /srv/volumes."""
        return self.dir / "volumes"

    @property
    def client(self) -> Path:
        """The key pair and known hosts of the console."""
        return self.dir / "client"

    def pm_dir(self, pm_name: str) -> Path:
        return self.dir / "pms" / pm_name

    def remove_all_but_cache(self) -> None:
        """Takes away what `up` made; the cache and the locks stay."""
        for entry in self.dir.iterdir() if self.dir.exists() else ():
            if entry.name in ("cache", "lock", "session"):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()


@dataclass
class Lock:
    """One `up`, `down` or `boot` at a time; free again when its holder dies, however it dies."""

    path: Path
    _depth: int = field(default=0, init=False)

    @contextmanager
    def held(self) -> Iterator[None]:
        if self._depth:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("another command holds the lab; waiting", flush=True)
                fcntl.flock(file, fcntl.LOCK_EX)
            self._depth = 1
            try:
                yield
            finally:
                self._depth = 0
