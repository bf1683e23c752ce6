"""A system as it might be seen, for tests and pictures: states of every kind in small numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.model.decision import Acknowledgement, Decision, Setting
from app.model.load import Load
from app.model.machine import Flag, Machine, MachineAddress, MachineState, Side, System
from app.model.problems import (
    CopyDamaged,
    Failover,
    FreezeFailed,
    MachineUnreachable,
    TooLittleRoom,
)
from app.model.snapshot import (
    Activity,
    Consistency,
    ConsistencyReason,
    CopyState,
    DeletionForecast,
    Forecast,
    Method,
    Run,
    Snapshot,
    SnapshotState,
    SnapshotVolume,
    Step,
    VolumeForecast,
)
from app.model.state import SystemState
from app.model.vm import Agent, Firmware, Vm, VmState
from app.model.volume import Container, Obstacle, Volume

NOW = datetime.now(UTC).replace(microsecond=0)
GIB = 1024**3
MIB = 1024**2
WEB = "11111111-0000-4000-8000-000000000001"
DB = "11111111-0000-4000-8000-000000000002"
UEFI = "11111111-0000-4000-8000-000000000003"
OFF = "11111111-0000-4000-8000-000000000004"
JAPANESE = "11111111-0000-4000-8000-000000000005"

TAKEN = Flag("akiko@console", NOW - timedelta(minutes=3))

SYSTEM = System("lab", (MachineAddress("pm1", "root"), MachineAddress("pm2", "root")))


def machine(side: Side, state: MachineState = MachineState.RUNNING) -> Machine:
    return Machine(
        side,
        SYSTEM.machines[side],
        f"pm{side + 1}",
        state,
        last_seen=NOW,
        host_uuid=f"22222222-0000-4000-8000-00000000000{side}",
        versions=(("libvirt", "9.0.0"), ("qemu", "7.2.11"), ("rsync", "3.2.7"), ("ssh", "9.2")),
        room_total=240 * GIB,
        room_free=(96 - 7 * side) * GIB,
        load=Load(16, 3.1 + 2 * side, 128 * GIB, (70 - 20 * side) * GIB),
    )


def volume(target: str, gib: int, **more: object) -> Volume:
    made = Volume(
        target, f"/var/lib/libvirt/images/{target}.qcow2", "qcow2", target == "vda", gib * GIB
    )
    return replace(made, **more)  # type: ignore[arg-type]


def vm(uuid: str, name: str, **more: object) -> Vm:
    volumes = (volume("vda", 2), volume("vdb", 8))
    containers = tuple(
        (
            side,
            (
                Container("vda", 5 * GIB, 2 * GIB, 3 * GIB // 4),
                Container("vdb", 24 * GIB, 8 * GIB, 150 * MIB),
            ),
        )
        for side in Side
    )
    made = Vm(
        uuid,
        name,
        VmState.RUNNING,
        Side.FIRST,
        (Side.FIRST, Side.SECOND),
        Firmware.BIOS,
        Agent.CONNECTED,
        volumes,
        4 * GIB,
        2,
        containers=containers,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def snapshot(number: int, owner: Vm, hours: float, **more: object) -> Snapshot:
    volumes = tuple(
        SnapshotVolume(
            one.target,
            (number * 7 % 5 + 1) * 12 * MIB,
            one.capacity or 0,
            Method.FULL if number == 0 else Method.INCREMENT,
            one.boot,
            "ab" * 32,
            more.get("parent"),  # type: ignore[arg-type]
        )
        for one in owner.volumes
    )
    made = Snapshot(
        f"33333333-0000-4000-8000-{number:012d}",
        owner.uuid,
        owner.name,
        owner.name,
        "",
        NOW - timedelta(hours=hours),
        SnapshotState.NORMAL,
        (CopyState.WHOLE, CopyState.WHOLE),
        Consistency.APPLICATION,
        ConsistencyReason.FROZEN,
        volumes,
        created_by="akiko@console",
        primary_name="pm1",
        frozen_ms=143.2,
        steps=((Step.CHECK, 0.4), (Step.SNAPSHOT, 0.2), (Step.REPLICATE, 1.7)),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def run(owner: Vm, **more: object) -> Run:
    made = Run(
        f"44444444-0000-4000-8000-{owner.uuid[-12:]}",
        "33333333-0000-4000-8000-000000000099",
        owner.uuid,
        owner.name,
        Step.REPLICATE,
        "akiko@console",
        NOW - timedelta(seconds=8),
        done=38 * MIB,
        total=61 * MIB,
        rate=23.5 * MIB,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def vms() -> tuple[Vm, ...]:
    return (
        vm(WEB, "web01", last_protected=NOW - timedelta(hours=2)),
        vm(DB, "db01", last_protected=NOW - timedelta(hours=26), primary=Side.SECOND),
        vm(UEFI, "uefi01", firmware=Firmware.UEFI, volumes=(volume("vda", 20),)),
        vm(
            OFF,
            "off01",
            state=VmState.STOPPED,
            stopped_cleanly=True,
            agent=Agent.NONE,
            volumes=(
                volume("vda", 4),
                volume("sdb", 100, obstacle=Obstacle.PASS_THROUGH, source="/dev/sdb"),
            ),
        ),
        vm(
            JAPANESE,
            "会計 サーバー",
            agent=Agent.SILENT,
            last_protected=NOW - timedelta(hours=50),
        ),
    )


def state(*, busy: bool = True, failed: bool = True) -> SystemState:
    """A pair with five VMs; `busy`: a run in progress on db01; `failed`: one that failed over."""
    web, db, uefi, off, japanese = vms()
    snapshots = [
        snapshot(0, web, 74, description="First one, everything in it"),
        snapshot(1, web, 26, parent=f"33333333-0000-4000-8000-{0:012d}"),
        snapshot(
            2,
            web,
            2,
            name="before the update",
            description="Kernel 6.1.112, before the restart of the cluster nodes",
            parent=f"33333333-0000-4000-8000-{1:012d}",
        ),
        snapshot(3, db, 26, consistency=Consistency.CRASH, reason=ConsistencyReason.AGENT_SILENT),
        snapshot(4, japanese, 50, name="月次締め前", description="四半期決算の前"),
        snapshot(
            5,
            japanese,
            1,
            state=SnapshotState.BROKEN,
            copies=(CopyState.WHOLE, CopyState.ABSENT),
        ),
    ]
    runs: list[Run] = []
    if busy:
        active = run(db, side=Side.SECOND)
        runs.append(active)
        snapshots.append(
            snapshot(
                99,
                db,
                0,
                state=SnapshotState.BROKEN,
                copies=(CopyState.PENDING, CopyState.WHOLE),
                run=active,
                volumes=(),
                steps=(),
                frozen_ms=None,
            )
        )
    if failed:
        gone = run(
            web,
            ended=True,
            problem=Failover("web01", "pm1", "pm2"),
            started=NOW - timedelta(minutes=6),
        )
        runs.append(gone)
    machines = (machine(Side.FIRST), machine(Side.SECOND))
    return SystemState(
        SYSTEM, machines, (web, db, uefi, off, japanese), tuple(snapshots), tuple(runs)
    )


def decision(
    setting: Setting = Setting.SNAPSHOTS, value: bool | int = False, order: int = 1
) -> Decision:
    since = NOW - timedelta(minutes=40)
    return Decision(setting, value, "akiko@console", since, (order, "", ""))


def disabled(seen: SystemState, *, by: tuple[Side, ...] = (Side.FIRST, Side.SECOND)) -> SystemState:
    """With snapshots disabled, as the PMs named believe."""
    machines = tuple(
        replace(one, decisions=(decision(),) if one.side in by else ()) for one in seen.machines
    )
    return replace(seen, machines=(machines[0], machines[1]))


def grown() -> SystemState:
    """A pair that has been in use for a while: a VM that was rolled back once, a container that
    fills up, one that a run writes into, and one that is not there yet."""
    seen = state(failed=False)
    web, db, uefi, off, japanese = seen.vms
    prefix = "33333333-0000-4000-8000-"
    parents = {14: 12, 16: 15}  # rolled back to the third one
    more = [
        snapshot(
            number,
            web,
            24 * (17 - number) + 3,
            parent=None if number == 10 else f"{prefix}{parents.get(number, number - 1):012d}",
            description="before rolling back" if number == 13 else "",
            volumes=tuple(
                replace(
                    one,
                    method=Method.FULL if number == 10 else Method.INCREMENT,
                    size=(90 + number * 7 % 40) * MIB if one.target == "vda" else 11 * MIB,
                    source=f"/srv/volumes/web01/{one.target}.qcow2",
                    parent=None
                    if number == 10
                    else f"{prefix}{parents.get(number, number - 1):012d}",
                )
                for one in snapshot(1, web, 0).volumes
            ),
        )
        for number in range(10, 17)
    ]
    full = tuple(
        (
            side,
            (
                Container("vda", 5 * GIB, 2 * GIB, 2 * GIB + 300 * MIB + int(side) * 60 * MIB),
                Container("vdb", 20 * GIB, 8 * GIB, 3 * GIB),
            ),
        )
        for side in Side
    )
    busy = tuple(
        (
            side,
            (
                Container("vda", 5 * GIB, 2 * GIB, 900 * MIB, 400 * MIB),
                Container("vdb", 20 * GIB, 8 * GIB, 5 * GIB, 2 * GIB),
            ),
        )
        for side in Side
    )
    changed = (
        web,
        replace(db, containers=busy),
        replace(uefi, containers=()),
        replace(off, containers=()),
        replace(japanese, containers=full),
    )
    others = [one for one in seen.snapshots if one.vm != web.uuid]
    return replace(seen, vms=changed, snapshots=(*more, *others))


def acknowledged(seen: SystemState, *names: str, on: bool = True, order: int = 1) -> SystemState:
    """With alerts that both PMs know to be acknowledged (or over), besides what they know."""
    new = tuple(Acknowledgement(n, on, TAKEN.by, TAKEN.since, (order, "", "")) for n in names)
    first, second = (
        replace(one, acknowledgements=(*one.acknowledgements, *new)) for one in seen.machines
    )
    return replace(seen, machines=(first, second))


def history() -> tuple[Run, ...]:
    """How runs ended while nobody looked, the newest first."""
    web, db, _, off, japanese = vms()

    def ended(number: int, owner: Vm, hours: float, **more: object) -> Run:
        started = NOW - timedelta(hours=hours)
        return run(
            owner,
            job=f"55555555-0000-4000-8000-{number:012d}",
            ended=True,
            started=started,
            ended_at=started + timedelta(seconds=70 * (number + 1)),
            **{"step": Step.COMPLETE, **more},
        )

    room = TooLittleRoom("pm2", "/var/lib/twinpoint", 9 * GIB, 2 * GIB)
    return (
        ended(0, db, 1.5),
        ended(1, japanese, 9, problem=FreezeFailed("会計 サーバー", ""), step=Step.FREEZE),
        ended(2, web, 10, activity=Activity.EXPORT),
        ended(3, off, 11, cancelled=True, activity=Activity.MERGE),
        ended(4, db, 33, problem=room, step=Step.CHECK),
    )


def troubled() -> SystemState:
    """A pair with alerts of every kind, some of them acknowledged."""
    seen = grown()
    away = replace(
        seen.machines[1],
        state=MachineState.UNREACHABLE,
        problem=MachineUnreachable("pm2", "no route to host"),
        last_seen=NOW - timedelta(minutes=12),
    )
    bad = replace(
        seen.snapshots[2],
        state=SnapshotState.BROKEN,
        copies=(CopyState.DAMAGED, CopyState.UNSEEN),
        problems=(CopyDamaged("pm1", "vda.qcow2: other size"),),
    )
    kept = tuple(bad if one.id == bad.id else one for one in seen.snapshots)
    made = replace(
        seen, machines=(seen.machines[0], away), snapshots=kept, runs=(), history=history()
    )
    return acknowledged(made, f"alert/run/{history()[4].job}")


def forecast(owner: Vm, **more: object) -> Forecast:
    made = Forecast(
        owner.uuid,
        (
            VolumeForecast("vda", Method.INCREMENT, 12 * MIB, 5 * GIB, 2 * GIB + 3 * GIB // 4),
            VolumeForecast("vdb", Method.INCREMENT, 2 * GIB, 24 * GIB, 8 * GIB + 150 * MIB),
        ),
        Consistency.APPLICATION,
        ConsistencyReason.FROZEN,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def deletion(vm: str, **more: object) -> DeletionForecast:
    made = DeletionForecast(vm, needs=130 * MIB, frees=86 * MIB, holds_vm=False)
    return replace(made, **more)  # type: ignore[arg-type]
