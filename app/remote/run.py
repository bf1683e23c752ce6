"""One snapshot, from the check to the acknowledgement of the other PM; owned by this PM."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import Any

from app.remote import deliver, journal, records
from app.remote.bring import Partner, bring
from app.remote.capture import GONE, Capture
from app.remote.checks import check_flags, check_vm, chosen_targets
from app.remote.critical import HOLD_SECONDS, AgentState, Held, Window, ask_agent
from app.remote.domain import DomainFacts, look_at
from app.remote.guard import SECONDS as GUARD_SECONDS
from app.remote.host import host_name, host_uuid, tools
from app.remote.job_files import Events, JobFiles
from app.remote.locks import Lock, Taken
from app.remote.peer import PeerAway
from app.remote.plan import VolumePlan, capacities_for, check_room, needed_bytes, plan
from app.remote.problems import Cancelled, Failed, Problem, Refused
from app.remote.records import Announcement, Manifest, VolumeRecord
from app.remote.serve import busy
from app.remote.store import Store, make_folder, write_durably
from app.remote.sweep import sweep_vm, undo
from app.remote.tools import ToolFailed
from app.remote.virsh import state, virsh


class SnapshotRun:
    """The run of one job. `run` never raises: how it ended is in the job's events."""

    def __init__(self, store: Store, files: JobFiles) -> None:
        self._store = store
        self._files = files
        self._request = request = files.request()
        self._vm: str = request["vm"]
        self._snapshot: str = request["snapshot"]
        self._began = self._point = time.time()
        self._here = host_name()
        self._name = str(request.get("vm_name", ""))
        self._owner = str(request.get("by", ""))
        self._events = Events(
            files,
            {
                "snapshot": self._snapshot,
                "vm": self._vm,
                "vm_name": self._name,
                "owner": self._owner,
                "started": self._began,
            },
        )
        since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._began))
        self._holder: dict[str, Any] = {
            "activity": "snapshot",
            "owner": self._owner,
            "since": since,
            "job": files.job,
        }
        self._journal = journal.Journal(store, self._vm)
        self._partner = Partner(store, files, self._vm, self._holder)
        self._lock: Lock | None = None
        self._window: Window | None = None
        self._hold: threading.Timer | None = None
        self._capture: Capture | None = None

    def run(self) -> None:
        try:
            try:
                self._take()
            finally:
                self._thaw()
            bring(
                self._store,
                self._partner,
                self._events,
                self._vm,
                self._name,
                self._request.get("replicate_limit"),
            )
        except (Problem, ToolFailed, PeerAway, OSError, records.BadRecord) as error:
            self._give_up(error)
        else:
            deliver.drop_old_checkpoints(self._store, self._vm)
            self._events.step("complete")
            self._events.ended("complete")
        finally:
            self._partner.close()
            if self._lock is not None:
                self._lock.release()

    # Until the snapshot is whole here

    def _take(self) -> None:
        self._events.step("check")
        facts, plans, agent = self._check()
        self._events.step("announce")
        self._announce(facts, plans)
        self._capture = capture = Capture(
            self._store,
            facts,
            plans,
            self._snapshot,
            self._here,
            self._partner.check,
            self._request.get("copy_limit"),
        )
        held = self._read_stopped(facts) if facts.stopped else self._read_running(facts, agent)
        volumes = tuple(capture.finish(self._events.bytes))
        if self._hold is not None:
            self._replicate_frozen(facts, volumes, held)
            self._thaw()
            held = self._verdict(facts, agent)
        capture.confirm()
        self._check_not_on_peer(facts)
        self._files.check_cancelled()
        label = "application" if held.application else "crash"
        self._events.say("consistency", consistency=label, reason=held.reason)
        self._store.commit(self._manifest(facts, volumes, held))
        self._journal.note(self._snapshot, journal.COMMITTED_PRIMARY)

    def _check(self) -> tuple[DomainFacts, list[VolumePlan], AgentState]:
        """Everything that can be refused is refused here, before anything is touched."""
        check_flags(self._store, self._here)
        self._partner.connect_beside()
        facts = look_at(self._vm)
        self._name = facts.name
        check_vm(facts)
        targets = chosen_targets(facts, self._request.get("excluded", []))
        self._take_lock(facts)
        agent = AgentState(False)
        if facts.running and facts.agent_channel == "connected":
            agent = ask_agent(self._vm, facts.name)
        clean = facts.stopped and facts.reason == "shutdown"
        if self._request.get("require_application") and not (agent.answers or clean):
            raise Refused("no-agent", vm=facts.name)
        try:
            peer = self._partner.lock(facts.name)
        except PeerAway as error:
            detail = str(error)[-300:]
            raise Refused(
                "pair-not-linked", pm=self._here, peer=self._partner.name, detail=detail
            ) from error
        sweep_vm(self._store, self._vm, peer)
        plans = plan(self._store, facts, targets)
        needed = needed_bytes(plans, on_primary=True)
        sizes = {p.disk.target: (p.capacity, p.size) for p in plans}
        capacities = capacities_for(self._store, self._vm, plans)
        check_room(self._store, self._vm, facts.name, self._here, sizes, needed, capacities)
        assert self._lock is not None
        self._lock.describe({**self._holder, "reserved": needed})
        self._files.check_cancelled()
        return facts, plans, agent

    def _take_lock(self, facts: DomainFacts) -> None:
        make_folder(self._store.vm(self._vm))
        lock = self._store.vm_lock(self._vm)
        try:
            lock.take(self._holder, wait=3)
        except Taken as error:
            raise busy(facts.name, error) from error
        self._lock = lock

    def _announce(self, facts: DomainFacts, plans: list[VolumePlan]) -> None:
        announcement = Announcement(
            snapshot=self._snapshot,
            vm=self._vm,
            vm_name=facts.name,
            name=str(self._request["name"]),
            description=str(self._request.get("description", "")),
            created=self._began,
            created_by=self._owner,
            primary=host_uuid(),
            primary_name=self._here,
            job=self._files.job,
            targets=tuple(p.disk.target for p in plans),
        )
        answer = self._partner.peer().ask(
            "announce",
            announcement=records.to_json(announcement),
            capacities=capacities_for(self._store, self._vm, plans),
            sizes={p.disk.target: [p.capacity, p.size] for p in plans},
            needed=needed_bytes(plans, on_primary=False),
        )
        self._journal.note(self._snapshot, journal.ANNOUNCED)
        self._store.set_capacities(self._vm, answer["capacities"])
        self._store.announce(announcement)
        self._events.say("accepted", job=self._files.job, snapshot=self._snapshot)

    def _read_stopped(self, facts: DomainFacts) -> Held:
        assert self._capture is not None
        self._events.step("snapshot")
        self._point = time.time()
        self._capture.copy_stopped(self._events.bytes)
        clean = facts.reason == "shutdown"
        return Held(clean, "stopped" if clean else "stopped-hard", None, 0)

    def _read_running(self, facts: DomainFacts, agent: AgentState) -> Held:
        capture = self._capture
        assert capture is not None
        capture.prepare()
        self._journal.note(self._snapshot, journal.PREPARED)
        if agent.answers:
            held = self._fix_point_frozen(facts, agent)
        else:
            self._events.step("snapshot")
            self._begin(None)
            reason = "agent-silent" if facts.agent_channel else "no-agent"
            held = Held(False, reason, None, 0, agent.detail)
        self._journal.note(self._snapshot, journal.BEGUN)
        capture.limit_speed()
        self._events.step("snapshot")
        capture.wait(self._events.bytes)
        return held

    # The frozen window

    def _fix_point_frozen(self, facts: DomainFacts, agent: AgentState) -> Held:
        """Freeze, begin, thaw. With `hold_freeze` the thaw, and the verdict, come later."""
        self._window = window = Window(self._vm, facts.name, (self._files.folder / "thawed").exists)
        self._arm()
        self._files.check_cancelled()
        self._journal.note(self._snapshot, journal.FREEZING)
        self._events.step("freeze")
        frozen = window.freeze()
        if not frozen and self._request.get("require_application"):
            self._thaw()
            raise Failed("freeze-failed", vm=facts.name, detail=window.verdict(agent).detail)
        self._events.step("snapshot")
        self._begin(window)
        if frozen and self._request.get("hold_freeze"):
            self._hold = threading.Timer(HOLD_SECONDS, self._release)
            self._hold.start()
            return Held(False, "not-held", None, 0)  # the verdict comes with the thaw
        self._events.step("thaw")
        self._thaw()
        return self._verdict(facts, agent)

    def _begin(self, window: Window | None) -> None:
        assert self._capture is not None
        self._point = time.time()
        self._capture.begun()  # said before: a begin that failed half-way is cleared away as well
        arguments = self._capture.begin_arguments()
        if window is None:
            virsh(*arguments, timeout=60)
        else:
            window.begin(*arguments)

    def _arm(self) -> None:
        """The guard lives already; from here on it thaws when its time comes."""
        guard = Lock(self._files.folder / "guard")
        deadline = time.monotonic() + 10
        while not guard.held():
            if time.monotonic() > deadline:
                raise Failed("freeze-failed", vm=self._name, detail="the guard did not start")
            time.sleep(0.02)
        write_durably(self._files.folder / "armed", str(time.monotonic() + GUARD_SECONDS))

    def _thaw(self) -> None:
        """Thaws if there is anything to thaw; safe to call at any time."""
        window = self._window
        if window is None or window.closed:
            return
        if self._hold is not None:
            self._hold.cancel()
        self._release()
        self._journal.note(self._snapshot, journal.THAWED)
        window.close()

    def _release(self) -> None:
        """Thaws and calls the guard off; also from the timer that bounds a held freeze."""
        assert self._window is not None
        self._window.thaw()
        (self._files.folder / "armed").unlink(missing_ok=True)

    def _verdict(self, facts: DomainFacts, agent: AgentState) -> Held:
        assert self._window is not None
        held = self._window.verdict(agent)
        self._hold = None
        if held.frozen_ms is not None and held.filesystems:
            self._events.say("frozen", ms=held.frozen_ms, filesystems=held.filesystems)
        if held.application:
            return held
        if self._request.get("require_application"):
            raise Failed("freeze-failed", vm=facts.name, detail=held.detail or held.reason)
        detail = held.detail[-300:]
        self._events.warn(
            Problem("crash-consistent-only", vm=facts.name, reason=held.reason, detail=detail)
        )
        return held

    def _replicate_frozen(
        self, facts: DomainFacts, volumes: tuple[VolumeRecord, ...], held: Held
    ) -> None:
        """For `hold_freeze`: brings the files over while the guest still stands; the record of
        them follows when it is known what the freeze was worth."""
        self._events.step("replicate")
        try:
            deliver.transfer(
                self._store,
                self._partner.lock(facts.name),
                self._manifest(facts, volumes, held),
                limit=self._request.get("replicate_limit"),
                progress=self._events.bytes,
                check=self._partner.check,
            )
        except (PeerAway, Refused) as error:
            self._partner.lost(str(error))  # it goes on after the thaw
        self._events.step("thaw")

    # The record

    def _manifest(
        self, facts: DomainFacts, volumes: tuple[VolumeRecord, ...], held: Held
    ) -> Manifest:
        capture = self._capture
        assert capture is not None
        before = self._store.manifests(self._vm)
        steps = self._events.durations
        return Manifest(
            snapshot=self._snapshot,
            vm=self._vm,
            vm_name=facts.name,
            name=str(self._request["name"]),
            description=str(self._request.get("description", "")),
            created=round(self._point, 3),
            created_by=self._owner,
            primary=host_uuid(),
            primary_name=self._here,
            consistency="application" if held.application else "crash",
            reason=held.reason,
            volumes=volumes,
            domain_xml=capture.definition(),
            frozen_ms=held.frozen_ms,
            frozen_filesystems=held.filesystems,
            parent=before[-1].snapshot if before else None,
            checkpoint=capture.checkpoint,
            checkpoint_xml=capture.checkpoint_xml(),
            versions=tuple(sorted(tools().items())),
            steps=tuple((name, round(seconds, 4)) for name, seconds in steps.items()),
        )

    def _check_not_on_peer(self, facts: DomainFacts) -> None:
        """A VM that runs on the other PM has failed over, whatever it looks like here."""
        now_on = self._runs_on_peer()
        if now_on:
            raise Failed("failover", vm=facts.name, pm=self._here, now_on=now_on)

    def _runs_on_peer(self) -> str:
        """The other PM's name if the VM runs there; "" if not, or if it cannot be asked now."""
        try:
            now = self._partner.peer().ask("state", vm=self._vm)["state"]
        except (PeerAway, Refused, KeyError):
            return ""
        return "" if now in GONE else self._partner.name

    # When it did not work

    def _give_up(self, error: BaseException) -> None:
        """Takes everything back on both PMs and says why."""
        problem = self._explain(error)
        states = self._journal.states().get(self._snapshot, [])
        if journal.COMMITTED_PRIMARY in states and self._peer_has_it():
            self._events.ended("complete")  # the cancel came too late
            return
        if states and states[-1] != journal.UNDONE:
            if self._capture is not None:
                self._capture.abort()
            undo(self._store, self._vm, self._snapshot, states)
            # A PM that is away asks us about it as soon as it is back.
            with contextlib.suppress(PeerAway, Refused):
                self._partner.lock(self._name).ask("discard", vm=self._vm, snapshot=self._snapshot)
        self._events.ended("cancelled" if isinstance(problem, Cancelled) else "failed", problem)

    def _peer_has_it(self) -> bool:
        try:
            whole = self._partner.lock(self._name).ask("have", vm=self._vm).get("whole", {})
        except (PeerAway, Refused):
            return False
        return self._snapshot in whole

    def _explain(self, error: BaseException) -> Problem:
        if isinstance(error, Problem):
            if error.code == "failover" and not error.fields.get("now_on"):
                error.fields["now_on"] = self._runs_on_peer()
            return error
        if isinstance(error, ToolFailed) and self._capture is not None:
            now = state(self._vm)[0] if self._capture.was_running else ""
            if now in GONE:
                return Failed("failover", vm=self._name, pm=self._here, now_on=self._runs_on_peer())
        kind = Failed if self._capture is not None else Refused
        return kind("copy-failed", vm=self._name, detail=str(error)[-500:])
