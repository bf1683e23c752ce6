"""The *facts* and *runs* lines of the program on the PM (docs/pm-program.md), strictly parsed."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Any
from weakref import WeakValueDictionary

from app.machines.strict import (
    BadAnswer,
    a_list,
    an_object,
    moment,
    number,
    size,
    text,
    truth,
    uuid,
    word,
)
from app.model.decision import Acknowledgement, Decision, Setting
from app.model.facts import CopyFacts, Facts, HostFacts, PeerFacts, VmFacts
from app.model.load import Cluster, Load, Mirror
from app.model.machine import Flag, Side
from app.model.problems import Problem, RecordUnreadable, Unexplained, problem_from_wire
from app.model.snapshot import Activity, CopyState, Run, Step
from app.model.volume import Container
from app.one_at_a_time import courtesy
from app.remote import decisions
from app.remote.records import (
    TARGET,
    Announcement,
    BadRecord,
    Manifest,
    announcement_from_json,
    content_hash,
    laid_out,
    layout_from_json,
    manifest_from_json,
)

_COPY_STATES = ("pending", "whole", "damaged", "failed")


# What the line before said of a snapshot, by the VM and the snapshot.
Before = Mapping[tuple[str, str], CopyFacts]


def facts_from_wire(
    line: object, side: Side, now: float | None = None, before: Facts | None = None
) -> Facts:
    """Raises BadAnswer. `now` is the console's clock, seconds since 1970; `before` what the line
    before it said, if there was one."""
    values = an_object(line, "facts")
    if values.get("kind") != "facts":
        raise BadAnswer(f"kind: {values.get('kind')!r} instead of facts")
    host = an_object(values.get("host"), "host")
    name = text(host, "name")
    root = an_object(values.get("root"), "root")
    console = time.time() if now is None else now
    vms = before.vms if before is not None else ()
    known = {(vm.uuid, copy.id): copy for vm in vms for copy in vm.copies}
    return Facts(
        host=HostFacts(
            name=name,
            uuid=text(host, "uuid"),
            boot_id=text(host, "boot_id"),
            user=text(host, "user", ""),
            clock_ahead=number(host, "now") - console,
        ),
        tools=_tools(values.get("tools")),
        obstacles=_problems(values.get("obstacles"), name),
        root=text(root, "path"),
        room_total=size(root, "total"),
        room_free=size(root, "free"),
        decisions=decisions_from_wire(values.get("decisions", {})),
        maintenance=_flag(values.get("maintenance")),
        peer=_peer(values.get("peer")),
        vms=tuple(_vm(each, name, known) for each in a_list(values.get("vms"), "vms")),
        runs=runs_from_wire(values, side, name),
        peer_maintenance=_flag(values.get("peer_maintenance")),
        load=load_from_wire(values.get("load")),
        cluster=_cluster(values.get("cluster")),
        mirrors=tuple(_mirror(each) for each in a_list(values.get("mirrors", []), "mirrors")),
        acknowledgements=acknowledgements_from_wire(values.get("decisions", {})),
        history=_history(values.get("history", []), side, name),
    )


def runs_from_wire(line: object, side: Side, pm: str) -> tuple[Run, ...]:
    """The runs of a *runs* or *facts* line. Raises BadAnswer."""
    values = an_object(line, "runs")
    return tuple(_run(each, side, pm) for each in a_list(values.get("runs"), "runs"))


def _history(value: object, side: Side, pm: str) -> tuple[Run, ...]:
    """A run of a kind that only a newer version knows is left out."""
    found = []
    for each in a_list(value, "history", 10_000):
        try:
            found.append(_run(each, side, pm))
        except BadAnswer:
            continue
    return tuple(found)


def load_from_wire(value: object) -> Load | None:
    """Raises BadAnswer."""
    if value is None:
        return None
    values = an_object(value, "load")
    return Load(
        size(values, "processors"),
        number(values, "average"),
        size(values, "memory_total"),
        size(values, "memory_free"),
    )


def _cluster(value: object) -> Cluster | None:
    if value is None:
        return None
    values = an_object(value, "cluster")
    nodes = an_object(values.get("nodes"), "nodes")
    vms = an_object(values.get("vms"), "vms")
    return Cluster(
        text(values, "node"),
        tuple((name, text(nodes, name)) for name in sorted(nodes)),
        tuple((vm, text(vms, vm)) for vm in sorted(vms)),
    )


def _mirror(value: object) -> Mirror:
    values = an_object(value, "mirror")
    return Mirror(*(text(values, name) for name in ("name", "role", "disk", "connection")))


def _tools(value: object) -> tuple[tuple[str, str], ...]:
    tools = an_object(value, "tools")
    return tuple((str(name), text(tools, name)) for name in sorted(tools))


def _flag(value: object) -> Flag | None:
    if value is None:
        return None
    values = an_object(value, "flag")
    return Flag(text(values, "by"), moment(values, "since"))


def decisions_from_wire(value: object) -> tuple[Decision, ...]:
    """Raises BadAnswer. What is ill-formed, or of a newer version, is left out."""
    found = decisions.sound(an_object(value, "decisions"))
    return tuple(
        Decision(
            setting=Setting(name),
            value=decision["value"],
            by=decision["by"],
            since=moment(decision, "since"),
            rank=decisions.rank(decision),
        )
        for name, decision in sorted(found.items())
        if not decisions.is_alert(name)
    )


def acknowledgements_from_wire(value: object) -> tuple[Acknowledgement, ...]:
    """Those among the decisions. Raises BadAnswer."""
    found = decisions.sound(an_object(value, "decisions"))
    return tuple(
        Acknowledgement(
            alert=name,
            on=decision["value"],
            by=decision["by"],
            since=moment(decision, "since"),
            rank=decisions.rank(decision),
        )
        for name, decision in sorted(found.items())
        if decisions.is_alert(name)
    )


def _peer(value: object) -> PeerFacts | None:
    if value is None:
        return None
    values = an_object(value, "peer")
    return PeerFacts(text(values, "name"), text(values, "host"), text(values, "uuid"))


def _vm(value: object, pm: str, before: Before) -> VmFacts:
    values = an_object(value, "vm")
    last_run = values.get("last_run")
    vm = uuid(values, "uuid")
    return VmFacts(
        uuid=vm,
        last_run=None if last_run is None else number(values, "last_run"),
        containers=tuple(_container(each) for each in a_list(values.get("containers"), "vm")),
        copies=tuple(_copy(each, pm, vm, before) for each in a_list(values.get("snapshots"), "vm")),
        deleted=tuple(
            uuid({"deleted": each}, "deleted")
            for each in a_list(values.get("deleted", []), "deleted", 1_000_000)
        ),
    )


def _container(value: object) -> Container:
    values = an_object(value, "container")
    target = text(values, "target")
    if not TARGET.fullmatch(target):
        raise BadAnswer("target: ill-formed")
    return Container(
        target=target,
        capacity=size(values, "capacity"),
        volume_size=size(values, "volume_size"),
        snapshots_size=size(values, "snapshots_size"),
        reserved=size(values, "reserved", 0),
    )


def _copy(value: object, pm: str, vm: str, before: Before) -> CopyFacts:
    """One snapshot. A record in it that cannot be read is a problem of that snapshot alone."""
    courtesy.give_way()
    values = an_object(value, "snapshot")
    identity = uuid(values, "id")
    if truth(values, "same", False):
        known = before.get((vm, identity))
        if known is None:
            raise BadAnswer(f"{identity}: the same as what was never said")
        return known
    state = text(values, "state")
    if state not in _COPY_STATES:
        raise BadAnswer(f"state: {state!r}")
    problems = list(_problems(values.get("problems"), pm))
    copy_state = CopyState(state)
    manifest, manifest_hash, announcement = None, "", None
    try:
        if values.get("manifest") is not None:
            record = text(values, "manifest")
            manifest_hash = sys.intern(text(values, "manifest_sha256"))
            manifest = _manifest(record, identity)
            if values.get("layout") is not None:
                layout = layout_from_json(text(values, "layout"))
                manifest = laid_out(manifest, layout.layers)
        if values.get("announcement") is not None:
            announcement = _announcement(text(values, "announcement"), identity)
    except BadRecord as error:
        problems.append(RecordUnreadable(pm, identity, str(error)))
    if copy_state is CopyState.WHOLE and manifest is None:
        # Without a manifest that can be read it must not count as whole.
        copy_state = CopyState.DAMAGED
    return CopyFacts(
        id=identity,
        state=copy_state,
        manifest=manifest,
        manifest_hash=manifest_hash,
        announcement=announcement,
        problems=tuple(problems),
    )


# By hash: both PMs hold the same manifest.
_known: WeakValueDictionary[str, Manifest] = WeakValueDictionary()


def _manifest(record: str, identity: str) -> Manifest:
    digest = content_hash(record)
    manifest = _known.get(digest)
    if manifest is None:
        manifest = _known.setdefault(digest, manifest_from_json(record))
    if manifest.snapshot != identity:
        raise BadRecord("of another snapshot")
    return manifest


def _announcement(record: str, identity: str) -> Announcement:
    announcement = announcement_from_json(record)
    if announcement.snapshot != identity:
        raise BadRecord("of another snapshot")
    return announcement


def _run(value: object, side: Side, pm: str) -> Run:
    values = an_object(value, "run")
    problem: Problem | None = None
    if values.get("code") is not None:
        problem = problem_from_wire(values.get("code"), values.get("fields"), pm)
    return Run(
        job=uuid(values, "job"),
        snapshot=uuid(values, "snapshot") if values.get("snapshot") else "",
        activity=word(values, "activity", Activity, "snapshot"),
        vm=uuid(values, "vm"),
        vm_name=text(values, "vm_name"),
        step=word(values, "step", Step),
        owner=text(values, "owner"),
        started=moment(values, "started"),
        side=side,
        done=size(values, "done", 0),
        total=size(values, "total", 0),
        rate=number(values, "rate", 0.0),
        ended=truth(values, "ended"),
        problem=problem,
        cancelled=truth(values, "cancelled", False),
        waiting=truth(values, "waiting", False),
        holds=truth(values, "holds", True),
        ended_at=None if values.get("ended_at") is None else moment(values, "ended_at"),
    )


def _problems(value: object, pm: str) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    for each in a_list(value if value is not None else [], "problems", 10_000):
        if isinstance(each, Mapping):
            wire: Mapping[str, Any] = each
            problems.append(problem_from_wire(wire.get("code"), wire.get("fields"), pm))
        else:
            problems.append(Unexplained(pm, "a problem without a code"))
    return tuple(problems)
