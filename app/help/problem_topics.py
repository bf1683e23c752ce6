"""Every problem as a topic: cause and remedy by app/sentences, of an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields

from app.help.topic import Group, Topic
from app.model.problems import BY_CODE, Problem
from app.sentences.problems import problem_text
from app.sentences.text import QT_TRANSLATE_NOOP, Text

_GIB = 1024**3
# Example values of fields by name; those of single problems by "code.name".
_EXAMPLES: Mapping[str, str | int | bool] = {
    "vm": "web01",
    "pm": "pm1",
    "peer": "pm2",
    "now_on": "pm2",
    "host": "pm1.example",
    "user": "root",
    "by": "akiko",
    "owner": "akiko",
    "since": "2026-04-01T09:00:00+09:00",
    "name": "web01",
    "names": "vdb",
    "detail": "",
    "target": "vdb",
    "path": "/var/lib/twinpoint",
    "snapshot": "web01",
    "fingerprint": "SHA256:…",
    "key_type": "ssh-ed25519",
    "uuid": "4c4c4544-…",
    "capacity": 20 * _GIB,
    "now": 24 * _GIB,
    "needed": 3 * _GIB,
    "free": 2 * _GIB,
    "most": 22 * _GIB,
    "percent": 85,
    "level": 80,
    "limit": 200,
    "deleted": 2,
    "left": 1,
    "seconds": 120,
    "before": 10 * _GIB,
    "after": 20 * _GIB,
    "size": 3000 * _GIB,
    "largest": 2040 * _GIB,
    "declared": 4 * _GIB,
    "found": 3 * _GIB,
    "resumed": True,
    "tool": "qemu",
    "obstacle": "network",
    "activity": "snapshot",
    "job": "backup",
    "reason": "agent-silent",
    "action": "start",
    "resource": "web",
    "network": "default",
    "device": "net",
    "disk": "vhd",
    "kind": "cifs",
    "share": "//files/backup",
    "trick": "absolute",
    "what": "memory",
    "was": "vdb",
    "state": "paused",
    "bad-name.what": "name",
    "tool-missing.needed": "6.0",
    "tool-missing.found": "4.2",
    "import-left-out.what": "CD",
    "volume-another.now": "vdc",
    "guest-driver.was": "lsilogic",
    "guest-driver.now": "virtio",
    "devices-left-out.names": "hostdev",
    "boot-volume-left-out.target": "vda",
    "package-hostile.name": "web01-vda.vmdk",
    "package-incomplete.name": "web01-vda.vmdk",
    "package-digest.name": "web01-vda.vmdk",
    "package-size.name": "web01-vda.vmdk",
    "package-unsupported.detail": "VirtualSystemCollection",
    "file-exists.path": "/srv/web01.ova",
    "diagnostics-exist.path": "diagnostics.zip",
    "diagnostics-unwritable.path": "diagnostics.zip",
    "key-not-made.path": "~/.ssh/id_twinpoint",
    "known-hosts-unwritable.path": "~/.ssh/known_hosts",
    "volume-in-use.path": "/var/lib/libvirt/images/vdb.qcow2",
    "volume-not-shared.path": "/dev/vg/vdb",
    "volume-out-of-reach.path": "/dev/vg/vdb",
    "vm-not-stopped.state": "running",
    "vm-power-state.action": "start",
}


def problem_topics() -> Iterator[Topic]:
    for code, kind in BY_CODE.items():
        text = problem_text(example(kind))
        yield Topic(Group.PROBLEMS, code, text.cause, (), text.remedy)


def example(kind: type[Problem]) -> Problem:
    """A problem of that kind with values as they might be. Raises KeyError for a field that has no
    example value."""
    values = {field.name: _value(kind.code, field.name) for field in fields(kind)}
    make: Callable[..., Problem] = kind
    return make(**values)


def example_note() -> Text:
    return Text(
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Names and figures are examples: web01 is a VM, vda and vdb are its volumes, and pm1"
            " and pm2 are the PMs.",
        )
    )


def _value(code: str, name: str) -> str | int | bool:
    own = f"{code}.{name}"
    if own in _EXAMPLES:
        return _EXAMPLES[own]
    if name == "path" and code.startswith("package-"):
        return "/srv/web01.ova"
    return _EXAMPLES[name]
