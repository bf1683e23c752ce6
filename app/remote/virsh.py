"""libvirt on this PM, through its own virsh. A virsh takes 30 to 60 ms to start and to connect, a
call through one that is open less than one: so one is kept open for this process's calls, and
another for the window in which a guest is frozen."""

from __future__ import annotations

import logging
import os
import re
import selectors
import shlex
import subprocess
import threading
import time
from collections.abc import Sequence

from app.remote.tools import ENVIRONMENT, ToolFailed, end, run

log = logging.getLogger(__name__)
AGENT_SECONDS = 10  # how long the guest agent may take for one answer
BLOCK_FOR_EVER = "-2"  # libvirt's default agent time limit, put back after every use
JOB_COMPLETED = "3"  # VIR_DOMAIN_JOB_COMPLETED
BACKUP = "9"  # VIR_DOMAIN_JOB_OPERATION_BACKUP
# What may be said to the kept virsh: it reads lines, and a name with a line end would be two.
PLAIN = re.compile(r"[A-Za-z0-9_./:-]+")
# How readline shall repeat what it reads. Narrow, it cuts long commands short; an inputrc of the
# administrator's may put an editing mode before the prompt; and what is said to virsh here would
# push out of root's history what root said. (virsh cannot make a folder there, so keeps none.)
PLAIN_LINES = {"COLUMNS": "30000", "INPUTRC": "/dev/null", "XDG_CACHE_HOME": "/dev/null"}


def virsh(*arguments: str, timeout: float = 30, quiet: bool = True) -> str:
    """One call. Raises ToolFailed with virsh's own message, without its prefix. `quiet` leaves
    out headings, and with them numbers like that of the file systems thawed; what is not quiet
    gets a virsh of its own always."""
    try:
        if quiet and all(map(PLAIN.fullmatch, arguments)):
            return _kept.ask(arguments, timeout)
        return _own(arguments, timeout, quiet)
    except ToolFailed as error:
        argv = ["virsh", *arguments]
        raise ToolFailed(argv, error.status, _message(error.output)) from error


def _own(arguments: Sequence[str], timeout: float, quiet: bool) -> str:
    """A virsh for one call."""
    return run(["virsh", *(["-q"] if quiet else []), *arguments], timeout=timeout)


class VirshShell:
    """A virsh that reads commands from a pipe. Not for several threads at once."""

    def __init__(self, *options: str) -> None:
        argv = ["virsh", *options]
        try:
            self._process = subprocess.Popen(
                argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**ENVIRONMENT, **PLAIN_LINES},
                start_new_session=True,
            )
        except FileNotFoundError as error:
            raise ToolFailed(argv, 127, str(error)) from error
        self._selector = selectors.DefaultSelector()
        for pipe in (self._process.stdout, self._process.stderr):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
            self._selector.register(pipe, selectors.EVENT_READ)

    def ask(self, *arguments: str, timeout: float = 30) -> str:
        """Output of one command. Raises ToolFailed: on an error of virsh, if it does not answer
        in time (then the shell is of no further use), or if it died."""
        mark = f"@@{os.urandom(8).hex()}@@"  # no definition can hold a line like it
        command = " ".join(shlex.quote(argument) for argument in arguments)
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{command}\necho {mark}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise ToolFailed(arguments, self._process.poll(), "virsh ended") from error
        out, errors = self._read_until(f"\n{mark}".encode(), arguments, timeout)
        if errors.strip():
            raise ToolFailed(arguments, 1, _message(errors.decode("utf-8", "replace")))
        # What virsh prints before the output is its prompt and the command itself.
        text = out.decode("utf-8", "replace").split(f"virsh # echo {mark}", 1)[0]
        _, repeated, answer = text.partition(f"{command}\n")
        if not repeated:
            raise ToolFailed(arguments, None, f"virsh was not understood: {text[:200]}")
        return answer

    def of_use(self) -> bool:
        """Whether it lives, and has not said meanwhile that its libvirtd went away."""
        complaints = [
            key for key, _ in self._selector.select(0) if key.fileobj is self._process.stderr
        ]
        return self._process.poll() is None and not complaints

    def close(self) -> None:
        self._selector.close()
        end(self._process)

    def _read_until(
        self, mark: bytes, arguments: tuple[str, ...], timeout: float
    ) -> tuple[bytes, bytes]:
        out, errors = b"", b""
        deadline = time.monotonic() + timeout
        while mark not in out:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ToolFailed(arguments, None, f"libvirt gave no answer within {timeout:.0f} s")
            for key, _ in self._selector.select(left):
                chunk = os.read(key.fd, 65536)
                if not chunk:
                    raise ToolFailed(
                        arguments,
                        self._process.poll(),
                        "virsh ended: " + errors.decode("utf-8", "replace"),
                    )
                if key.fileobj is self._process.stdout:
                    out += chunk
                else:
                    errors += chunk
        # Errors are written before the mark, so what is in the pipe now is all there is.
        for key, _ in self._selector.select(0):
            if key.fileobj is self._process.stderr:
                errors += os.read(key.fd, 65536)
        return out, errors


class _Kept:
    """The virsh that stays open between calls; it ends when its standard input does, with us."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shell: VirshShell | None = None

    def ask(self, arguments: Sequence[str], timeout: float) -> str:
        if not self._lock.acquire(blocking=False):
            return _own(arguments, timeout, quiet=True)  # another thread's call may take its time
        try:
            if self._shell is not None and not self._shell.of_use():
                self._drop()
            self._shell = self._shell or VirshShell("-q")
            return self._shell.ask(*arguments, timeout=timeout)
        except ToolFailed as error:
            if error.status != 1:
                self._drop()  # it did not answer, or died
            raise
        finally:
            self._lock.release()

    def _drop(self) -> None:
        if self._shell is not None:
            self._shell.close()
            self._shell = None


_kept = _Kept()


def _message(text: str) -> str:
    return re.sub(r"^error: ", "", text.strip(), flags=re.MULTILINE)


def state(vm: str) -> tuple[str, str]:
    """A domain's state and its reason, as virsh words them: ("running", "booted"),
    ("shut off", "shutdown") … and ("undefined", "") where libvirt does not know the VM."""
    try:
        text = virsh("domstate", vm, "--reason").strip()
    except ToolFailed as error:
        if "failed to get domain" in error.output or "Domain not found" in error.output:
            return "undefined", ""
        raise
    found = re.fullmatch(r"(.*?)(?: \((.*)\))?", text.splitlines()[0] if text else "")
    return (found.group(1), found.group(2) or "") if found else (text, "")


def stopped_by_error(vm: str) -> bool:
    """Whether QEMU paused a VM because of an I/O error."""
    try:
        now, reason = state(vm)
    except ToolFailed:
        return False  # libvirt is away; what a run left is looked at again when it is back
    return now == "paused" and "I/O error" in reason


def resume_paused(vm: str) -> bool | None:
    """Lets a VM go on that an I/O error stopped; None if none did, else whether it runs now."""
    if not stopped_by_error(vm):
        return None
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            virsh("resume", vm)
            if state(vm)[0] == "running":
                return True
        except ToolFailed as error:
            log.info("resume of %s: %s", vm, error)  # the job is not quite gone yet
        time.sleep(0.5)
    return False


def let_go_on(vm: str, folder: str) -> bool | None:
    """Lets a VM go on that an I/O error stopped, once the job of a dead run that writes into
    `folder` is ended: it would stop it again. None if none stopped it, else whether it runs now."""
    if not stopped_by_error(vm):
        return None
    end_backup(vm, folder)
    return resume_paused(vm)


def end_backup(vm: str, folder: str) -> bool:
    """Ends a backup job that writes into the folder of a dead run, and waits until it is gone.
    Whether there was one."""
    deadline = time.monotonic() + 60
    ours = False
    while time.monotonic() < deadline:
        try:
            if job_info(vm).get("operation") != BACKUP:
                break
            ours = ours or folder in virsh("backup-dumpxml", vm)
            if not ours:
                return False  # another tool's
            virsh("domjobabort", vm)
        except ToolFailed:
            break  # the VM, or the job, is gone
        time.sleep(0.2)
    return ours


def domains() -> dict[str, str]:
    """Names by UUID of all VMs that libvirt here knows. Raises ToolFailed."""
    found = {}
    for line in virsh("list", "--all", "--uuid", "--name").splitlines():
        uuid, _, name = line.strip().partition(" ")
        if uuid:
            found[uuid] = name.strip()
    return found


def job_info(vm: str, *, completed: bool = False) -> dict[str, str]:
    """libvirt's job on a domain: {} if none, else raw values by name, see `job_values`.

    Completed statistics live in the daemon's memory only; {} may mean that it was restarted.
    """
    arguments = ["domjobinfo", vm, "--rawstats"]
    if completed:
        arguments += ["--completed", "--keep-completed"]
    return job_values(virsh(*arguments))


def block_job(vm: str, target: str) -> str:
    """libvirt's job on one volume of a running domain, in virsh's words; "" if none."""
    return virsh("blockjob", vm, target, "--info", "--raw").strip()


def job_values(text: str) -> dict[str, str]:
    """What `domjobinfo --rawstats` prints: "Job type" and "operation" as numbers of libvirt's
    virDomainJobType and virDomainJobOperation, "disk_total" … in bytes; {} if there is no job."""
    values: dict[str, str] = {}
    for line in text.splitlines():
        name, separator, value = line.partition(":")
        if separator:
            values[name.strip()] = value.strip()
    return {} if values.get("Job type", "0") == "0" else values


def checkpoints(vm: str) -> list[str]:
    """Names of all checkpoints of a domain, another tool's among them."""
    try:
        return [
            line.strip()
            for line in virsh("checkpoint-list", vm, "--name").splitlines()
            if line.strip()
        ]
    except ToolFailed:
        return []  # undefined, or a driver without checkpoints: there are none to use or to remove


def delete_checkpoint(vm: str, name: str) -> str | None:
    """Removes a checkpoint and its bitmaps; None if it is gone, else why not.

    A missing bitmap makes the normal way fail for ever; then only the metadata is left to remove.
    """
    if name not in checkpoints(vm):
        return None
    try:
        virsh("checkpoint-delete", vm, name, timeout=60)
        return None
    except ToolFailed as error:
        if "not running" in error.output:
            return error.output  # bitmaps can be removed by QEMU only: at the next run
    try:
        virsh("checkpoint-delete", vm, name, "--metadata")
    except ToolFailed as error:
        return error.output
    return None
