"""What names, a PM that lies, and a stolen replication key can do: nothing but what they may."""

from __future__ import annotations

import logging
import resource
import shlex
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app import log
from app.machines.connect import PairLink
from app.model.machine import Side
from app.model.problems import BadName, MachineUnreachable, Unexplained
from app.model.snapshot import SnapshotRequest
from app.operations import look_at_system as look_module
from app.operations.create_snapshot import CreateSnapshot
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import CancelToken
from app.remote.records import manifest_from_json
from tests.pair.world import ROOT, SIDES, World

pytestmark = pytest.mark.pair
MIB = 1024 * 1024

NAMES = [
    "'; rm -rf / #",
    '$(reboot) `reboot` \\ " %s {pm}',
    "../../../etc/passwd",
    "-x --no-such-option",
    "会計 🗾 𠮷野家",
]
DESCRIPTION = "first line\n$(reboot)\n\t'quoted' \"twice\" \\\n" + "長" * 3900


@pytest.mark.parametrize("name", NAMES)
def test_a_snapshot_is_called_whatever_somebody_calls_it(world: World, name: str) -> None:
    run = world.take("db01", name=name, description=DESCRIPTION)
    for pm in SIDES:
        manifest = world.manifest(run, pm)
        assert (manifest.name, manifest.description) == (name, DESCRIPTION)
    state = LookAtSystem(world.pair).run(lambda _: None, CancelToken())
    assert name in [snapshot.name for snapshot in state.snapshots]


@pytest.mark.parametrize(
    "more",
    [{"name": "x" * 4000}, {"name": ""}, {"name": "a\nb"}, {"name": "\x1b[2J"},
     {"description": "x" * 4001}, {"description": "\0"}],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_by_the_pm_itself(
    world: World, more: dict[str, str]
) -> None:
    before = world.held("pm1", "db01")
    (what,) = more
    assert world.refusal("db01", **more) == BadName(what, 200 if what == "name" else 4000)
    assert world.held("pm1", "db01") == before


@pytest.mark.parametrize("name", ["'; rm -rf . #", "-x", "$(reboot)", "𠮷野家 🗾"])
def test_a_vm_is_called_whatever_somebody_calls_it(world: World, name: str) -> None:
    with stopped_vm(world, name) as vm:
        operation = CreateSnapshot(world.pair, SnapshotRequest(vm, name))

        outcome = operation.run(lambda _: None, CancelToken())

        assert outcome is not None
        for pm in SIDES:
            path = f"{ROOT}/vms/{vm}/snapshots/{outcome.snapshot}/manifest.json"
            text = world.shell(pm, 'cat "$1"', path)
            assert manifest_from_json(text).vm_name == name
            assert "topsecrt" not in text
        # The run left its own files on the PM that owned it.
        script = f'cd {ROOT}/jobs; cat $(grep -l "$1" */request.json | sed "s,request.json,*,")'
        kept = world.shell("pm1", script, vm)
        assert outcome.snapshot in kept
        assert "topsecrt" not in kept
        state = LookAtSystem(world.pair).run(lambda _: None, CancelToken())
        assert name in [each.name for each in state.vms]


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("import sys; sys.stdout.buffer.write(b'\\xff\\x00{not json\\n' * 9)", Unexplained),
        ("print('{\"kind\": ' + '[' * 100000)", Unexplained),
        ('print(\'{"kind": "facts", "vms": 7}\')', Unexplained),
        ('while True: print(\'{"kind": "facts"}\')', (MachineUnreachable, Unexplained)),
        ("while True: print('x' * 100000, end='')", (MachineUnreachable, Unexplained)),
        ("import time; time.sleep(600)", MachineUnreachable),
        ("", Unexplained),
    ],
    ids=["noise", "depth", "wrong-types", "endless-lines", "endless-line", "silence", "nothing"],
)
def test_a_pm_that_talks_nonsense_is_shown_so_in_time(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    kind: type | tuple[type, ...],
) -> None:
    monkeypatch.setattr(look_module, "FACTS_TIMEOUT", 10.0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # A new console: the one of the other tests keeps a program open that told the truth.
    with lying(world, "pm2", program), closing(PairLink(world.pair.system)) as pair:
        state = LookAtSystem(pair).run(lambda _: None, CancelToken())
    assert isinstance(state.machine(Side.SECOND).problem, kind), state.machine(Side.SECOND).problem
    assert state.machine(Side.FIRST).problem is None
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 400 * 1024, f"{grown} KiB"


# The replication key


@pytest.mark.parametrize(
    "command",
    ["", "id", "sh -c id", "bash -i", "cat /etc/shadow", "session; id", "session\nid",
     "scp -t /root", "scp -f /etc/shadow", "/usr/lib/openssh/sftp-server",
     "rsync --server --sender -e.LsfxCIvu . /etc/", "rsync --server --daemon .",
     "rsync --server -e.LsfxCIvu . /root/.ssh/", "virsh list --all"],
)  # fmt: skip
def test_the_replication_key_runs_nothing_else(world: World, command: str) -> None:
    status, said = with_key(world, [], command)
    assert status == 3, said
    assert "twinpoint: refused" in said
    assert "uid=" not in said
    assert "root:" not in said


@pytest.mark.parametrize(
    "options",
    [["-s"], ["-tt"], ["-W", "127.0.0.1:22"], ["-A"], ["-X"],
     ["-o", "ExitOnForwardFailure=yes", "-R", "10022:127.0.0.1:22"]],
)  # fmt: skip
def test_the_replication_key_opens_no_other_channel(world: World, options: list[str]) -> None:
    command = "sftp" if options == ["-s"] else "id" if "-W" not in options else ""
    status, said = with_key(world, options, command)
    assert status != 0
    assert "uid=" not in said
    assert "SSH-2.0" not in said


def test_what_is_whole_cannot_be_changed_with_the_replication_key(world: World) -> None:
    run = world.take("db01")
    vm = world.uuid("db01")
    before = contents(world, vm)
    for pull in (f"{vm}/{run.snapshot}/", "/etc/shadow", f"../snapshots/{run.snapshot}/vda.qcow2"):
        assert rsync(world, f":{pull}", "/tmp/taken") != 0
    world.shell("pm1", 'mkdir -p /tmp/given; echo "{}" > /tmp/given/manifest.json')
    for push in (
        f"{vm}/{run.snapshot}/",
        f"{vm}/{run.snapshot}/../../snapshots/{run.snapshot}/",
        f"../snapshots/{run.snapshot}/",
        "/root/",
    ):
        assert rsync(world, "/tmp/given/manifest.json", f":{push}") != 0

    said = as_peer(world, PEER, vm, run.snapshot)

    assert said.split() == ["verify-failed", "verify-failed", "whole", "[]", "unknown"], said
    assert contents(world, vm) == before


def test_no_secret_is_in_a_log_a_job_or_on_a_command_line(world: World, tmp_path: Path) -> None:
    log_file = tmp_path / "twinpoint.log"
    handler = log.set_up(log_file, logging.DEBUG)
    assert handler is not None
    secrets = [world.lab.client_identity.read_text(encoding="ascii")]
    secrets += [world.shell(pm, f"cat {ROOT}/keys/replication") for pm in SIDES]
    # The middle of the key itself, wherever its lines are broken.
    bodies = ["".join(secret.split("\n")[1:-2])[60:120] for secret in secrets]
    script = 'for p in /proc/[0-9]*/cmdline; do tr "\\0" " " < $p; echo; done 2>/dev/null; true'
    seen = ""
    world.take("db01")  # so that what follows is an increment: a full copy would take minutes
    run = world.start("db01", replicate_limit=MIB // 8)
    while not run.outcome:
        run.follow(lambda event: event.get("event") in ("step", "ended"))
        seen += "".join(world.shell(pm, script) for pm in SIDES)
    files = f"cat {ROOT}/jobs/*/* {ROOT}/vms/*/journal /var/log/libvirt/*.out {ROOT}/system.json"
    kept = "".join(world.shell(pm, f"{files} 2>/dev/null; true") for pm in SIDES)
    logging.getLogger().removeHandler(handler)
    handler.close()
    assert "run-job" in seen
    assert "twinpoint" in kept
    for text in (seen, kept, log_file.read_text(encoding="utf-8")):
        assert "PRIVATE KEY" not in text
        assert not any(body in text for body in bodies)


# What these tests do again and again

# Tries to replace a whole snapshot, to take one back, and to make one whole by its manifest alone.
PEER = """
import dataclasses, json, subprocess, sys, tempfile, uuid
from pathlib import Path
from app.remote import records
from app.remote.peer import Peer, PeerAway
from app.remote.problems import Refused
from app.remote.store import Store

root, vm, snapshot = sys.argv[1:]
store = Store(Path(root))
peer = Peer(store)
mine = store.manifest(vm, snapshot)
other = dataclasses.replace(mine, name="another")
peer.ask("lock", vm=vm, vm_name="", holder={"activity": "test"})
for verb in ("prepare", "commit"):
    try:
        peer.ask(verb, manifest=records.to_json(other))
        print("taken")
    except Refused as error:
        print(error.code)
print("whole" if peer.ask("discard", vm=vm, snapshot=snapshot)["whole"] else "gone")
fresh = str(uuid.uuid4())
made = dataclasses.replace(mine, snapshot=fresh)
peer.ask("prepare", manifest=records.to_json(made))
file = Path(tempfile.mkdtemp()) / "manifest.json"
file.write_text(records.to_json(made))
peer.send(vm, fresh, [file], limit=None, on_bytes=lambda _: None, check=lambda: None)
print([s for s in peer.ask("have", vm=vm)["whole"] if s == fresh])
peer.ask("discard", vm=vm, snapshot=fresh)
print("known" if peer.ask("known", vm=vm, snapshot=fresh)["known"] else "unknown")
peer.close()
"""


@contextmanager
def stopped_vm(world: World, name: str) -> Iterator[str]:
    """A tiny VM on pm1 that is off; its UUID."""
    vm = str(uuid.uuid4())
    disk = f"/srv/volumes/{vm}.qcow2"
    escaped = name.replace("&", "&amp;").replace("<", "&lt;")
    xml = (
        f"<domain type='qemu'><name>{escaped}</name><uuid>{vm}</uuid><memory unit='MiB'>32</memory>"
        "<os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os><devices>"
        f"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
        f"<source file='{disk}'/><target dev='vda' bus='virtio'/></disk>"
        "<graphics type='vnc' port='-1' passwd='topsecrt'/></devices></domain>"
    )
    pm = world.lab.pm("pm1")
    pm.run(["qemu-img", "create", "-q", "-f", "qcow2", disk, "1M"])
    pm.run(["qemu-io", "-f", "qcow2", "-c", "write -P 7 64k 64k", disk])
    pm.run(["virsh", "-q", "define", "/dev/stdin"], input=xml)
    try:
        yield vm
    finally:
        pm.run(["virsh", "-q", "undefine", vm, "--checkpoints-metadata"])
        for each in SIDES:
            world.shell(each, f'rm -rf "{ROOT}/vms/$1" "$2"; touch {ROOT}/changed', vm, disk)


@contextmanager
def lying(world: World, pm: str, program: str) -> Iterator[None]:
    """The program on a PM replaced by another one."""
    script = (
        f'for f in {ROOT}/bin/twinpoint-*.pyz; do mv "$f" "$f.kept"; printf %s "$1" > "$f"; done'
    )
    back = f'for f in {ROOT}/bin/twinpoint-*.kept; do mv "$f" "${{f%.kept}}"; done'
    world.shell(pm, script, program)
    try:
        yield
    finally:
        world.shell(pm, back)


def ssh(world: World) -> list[str]:
    """The call with pm1's replication key; the peer's address comes last."""
    words = ["ssh", "-F", "/dev/null", "-i", f"{ROOT}/keys/replication"]
    for option in (
        "BatchMode=yes",
        f"UserKnownHostsFile={ROOT}/keys/known_hosts",
        "HostKeyAlias=twinpoint-peer",
        "IdentitiesOnly=yes",
    ):
        words += ["-o", option]
    return words


def with_key(world: World, options: list[str], command: str) -> tuple[int, str]:
    """Exit status and everything said."""
    address = f"root@{world.lab.pm('pm2').address}"
    argv = [*ssh(world), *options, address, *([command] if command else [])]
    done = world.lab.pm("pm1").run(["timeout", "20", *argv], check=False, input="")
    return done.returncode, done.stdout + done.stderr


def rsync(world: World, source: str, destination: str) -> int:
    host = f"root@{world.lab.pm('pm2').address}"
    ends = [f"{host}{each}" if each.startswith(":") else each for each in (source, destination)]
    argv = ["rsync", "--inplace", "-e", shlex.join(ssh(world)), "--", *ends]
    return int(world.lab.pm("pm1").run(argv, check=False).returncode)


def as_peer(world: World, script: str, vm: str, snapshot: str) -> str:
    """Runs a script on pm1 with what the program there knows."""
    library = f"PYTHONPATH={ROOT}/bin/twinpoint.pyz"
    argv = ["env", library, "python3", "-c", script, ROOT, vm, snapshot]
    return str(world.lab.pm("pm1").run(argv).stdout)


def contents(world: World, vm: str) -> str:
    """Of all snapshots of a VM on pm2, and the names of everything else of it."""
    script = f"cd {ROOT}/vms/$1; find . ! -name lock -type f | sort; sha256sum snapshots/*/*"
    return world.shell("pm2", script, vm)
