"""A PM: a machine of its own in namespaces, which can crash, boot, lose its cable and fill up."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.lab import pm_files, processes
from tests.lab.network import Network
from tests.lab.pm_init import CLUSTER
from tests.lab.processes import call
from tests.lab.state import LabError, Lock, Settings

CONTAINER = "/var/lib/twinpoint"
# Real blocks, byte by byte towards the end, until the file system has no more than asked for.
FILL = """
import errno, os, sys
path, leave = sys.argv[1], int(sys.argv[2])
fd = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
step = 64 << 20
while step >= 4096:
    fs = os.fstatvfs(fd)
    take = min(step, fs.f_bavail * fs.f_frsize - leave)
    if take <= 0:
        break
    try:
        os.posix_fallocate(fd, os.fstat(fd).st_size, take)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        step //= 2
os.fsync(fd)
"""


@dataclass(frozen=True, slots=True)
class PM:
    """One of the two hosts."""

    settings: Settings
    lock: Lock
    name: str

    @property
    def address(self) -> str:
        return self.settings.address(self.name)

    @property
    def dir(self) -> Path:
        return self.settings.pm_dir(self.name)

    @property
    def _network(self) -> Network:
        return Network(self.settings)

    def is_up(self) -> bool:
        """Whether the machine runs (be its cable pulled or not)."""
        return processes.find_init(self.dir) is not None

    def pids(self) -> list[int]:
        """The host's numbers of all processes of this PM."""
        init = processes.find_init(self.dir)
        return [] if init is None else processes.pids_of(init)

    def _init(self) -> int:
        init = processes.find_init(self.dir)
        if init is None:
            raise LabError(f"{self.name} is not running")
        return init

    def _entered(self, argv: Sequence[str]) -> list[str]:
        enter = ["nsenter", "-t", str(self._init()), "-m", "-u", "-i", "-n", "-p", "--wdns=/root"]
        # nsenter leaves its child behind when it is killed; this way the child dies with it.
        deadly = ["setpriv", "--pdeathsig", "KILL"]
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        clean = ["env", "-i", "HOME=/root", "USER=root", "LANG=C.UTF-8", path]
        return [*enter, "--", *deadly, *clean, *argv]

    def run(
        self,
        argv: Sequence[str],
        input: str | bytes | None = None,
        timeout: float = 60,
        check: bool = True,
    ) -> subprocess.CompletedProcess[str]:
        """Runs a command inside the PM as root, without the network; LabError if it fails."""
        data = input.encode() if isinstance(input, str) else input
        return call(self._entered(argv), input=data, timeout=timeout, check=check)

    def popen(self, argv: Sequence[str]) -> subprocess.Popen[bytes]:
        """Starts a command inside the PM as root, with pipes; it dies with the PM."""
        pipe = subprocess.PIPE
        return subprocess.Popen(self._entered(argv), stdin=pipe, stdout=pipe, stderr=pipe)

    def execute(self, argv: Sequence[str]) -> int:
        """Runs a command inside the PM on our own terminal; returns its exit code."""
        return subprocess.run(self._entered(argv), check=False).returncode

    def boot(self) -> None:
        """Starts the machine, and waits until SSH and libvirt answer; nothing if it runs well."""
        with self.lock.held():
            self.ensure_up()

    def ensure_up(self) -> None:
        """As boot(), for a caller who holds the lab's lock."""
        if self.is_up():
            if self._is_ready():
                return
            self.crash()
        self._wait_for_free_container()
        self._start()

    def _start(self) -> None:
        environment = {**os.environ, processes.MARK: str(self.dir)}
        script = Path(__file__).with_name("pm_init.py")
        with (self.dir / "init.log").open("ab") as log:
            # A session of its own and no child of ours: it must outlive us, and not get our
            # terminal's signals. Debian's Python: ours may lie where the PM has its own files.
            subprocess.run(
                ["setsid", "--fork", "unshare", "--mount", "--uts", "--ipc", "--net", "--pid",
                 "--fork", "--mount-proc", "/usr/bin/python3", "-I", script, str(self.dir)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, cwd="/",
                check=True, timeout=10,
            )  # fmt: skip
        try:
            processes.wait_until(f"start of {self.name}", self.is_up, 20)
            self._network.plug(self.name, self._init())
            processes.wait_until(f"{self.name} is up", self._is_ready, 60)
        except LabError as error:
            said = (self.dir / "init.log").read_text(errors="replace")[-2000:]
            raise LabError(f"{error}; its first process said at last:\n{said}") from error

    def _is_ready(self) -> bool:
        """Whether it has come to the end of its start, and libvirt and SSH answer."""
        init = self._init()
        run = Path(f"/proc/{init}/root/run")
        if not (run / "twinlab-ready").exists():
            return False
        if (self.dir / CLUSTER).exists() and not (run / "twinlab-cluster").exists():
            return False  # it was started before there was a cluster
        if self.run(["virsh", "-q", "list"], check=False).returncode:
            return False
        probe = ["bash", "-c", f"exec 3<>/dev/tcp/{self.address}/22"]
        return self.run(probe, check=False).returncode == 0

    def _wait_for_free_container(self) -> None:
        """The kernel lets go of a dead PM's loop device a moment later; twice would be fatal."""
        image = str(self.dir / "container.img")
        free = "the container of the dead PM to be let go"
        processes.wait_until(free, lambda: not call(["losetup", "-j", image]).stdout.strip(), 30)

    def crash(self) -> None:
        """Power cut: the cable is dead first (nobody hears a goodbye), then every process."""
        self._network.set_link(self.name, up=False)
        processes.kill_init(self.dir)
        self._network.unplug(self.name)
        if self.dir.exists():
            self._wait_for_free_container()

    def cut(self, peer: str | None = None) -> None:
        """Pulls the cable; with a peer (a PM's name or "console"), drops only what is between."""
        if peer is None:
            self._network.set_link(self.name, up=False)
        else:
            self._network.drop(self._init(), self._address_of(peer), drop=True)

    def heal(self, peer: str | None = None) -> None:
        """Undoes cut(): with a peer that path only, else the cable and all paths."""
        if peer is not None:
            self._network.drop(self._init(), self._address_of(peer), drop=False)
            return
        self._network.set_link(self.name, up=True)
        for address in self._network.dropped(self._init()):
            self._network.drop(self._init(), address, drop=False)
        inits = [processes.find_init(self.settings.pm_dir(pm)) for pm in self.settings.pm_names]
        self._network.forget_failures([init for init in inits if init is not None])

    def cuts(self) -> list[str]:
        """What is cut: "cable", and the addresses that packets are dropped for."""
        init = processes.find_init(self.dir)
        if init is None:
            return []
        cable = ["cable"] if self._network.is_cut(self.name) else []
        return cable + self._network.dropped(init)

    def _address_of(self, peer: str) -> str:
        if peer == "console":
            return self.settings.console_address
        if peer == self.name or peer not in self.settings.pm_names:
            raise LabError(f"{peer} is not a peer of {self.name}")
        return self.settings.address(peer)

    def fill(self, leave: int = 0) -> None:
        """Fills the container file system with a real file, but for `leave` bytes."""
        self.run(["python3", "-c", FILL, f"{CONTAINER}/.lab-fill", str(leave)])

    def unfill(self) -> None:
        """Takes that file away."""
        self.run(["rm", "-f", f"{CONTAINER}/.lab-fill"])

    def host_path(self, path: str) -> Path:
        """Where the host finds a file of this PM, as long as the PM runs."""
        return Path(f"/proc/{self._init()}/root") / path.lstrip("/")

    def free_bytes(self) -> int:
        """Free bytes of the container file system."""
        blocks, size = self.run(["stat", "-f", "-c", "%a %S", CONTAINER]).stdout.split()
        return int(blocks) * int(size)

    def host_key_fingerprint(self) -> str:
        """As ssh-keygen prints it: "SHA256:…"."""
        blob = base64.b64decode(pm_files.host_key(self.settings, self.name).split()[1])
        digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
        return f"SHA256:{digest}"

    @contextmanager
    def without_libvirtd(self) -> Iterator[None]:
        """Stops the daemon and starts it again; guests go on, as with a package update."""
        self.run(["sh", "-c", "kill $(cat /run/libvirtd.pid)"])
        gone = f"end of libvirtd on {self.name}"
        test = ["sh", "-c", "! kill -0 $(cat /run/libvirtd.pid 2>/dev/null) 2>/dev/null"]
        processes.wait_until(gone, lambda: self.run(test, check=False).returncode == 0, 30)
        try:
            yield
        finally:
            self.run(["libvirtd", "-d"])
            processes.wait_until(f"libvirtd on {self.name}", self._is_ready, 30)

    def restart_libvirtd(self) -> None:
        with self.without_libvirtd():
            pass

    def wait_reachable(self, timeout: float = 30) -> None:
        """Waits until the console's side gets an SSH banner from the PM."""
        end = time.monotonic() + timeout
        probe = ["timeout", "2", "bash", "-c", f"exec 3<>/dev/tcp/{self.address}/22"]
        while call(probe, check=False).returncode:
            if time.monotonic() > end:
                raise LabError(f"{self.name} does not answer on the network")
            time.sleep(0.1)
