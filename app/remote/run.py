"""One snapshot, from the check to the acknowledgement of the other PM; owned by this PM."""

from __future__ import annotations

import time
from typing import Any

from app.remote import deliver, journal, records
from app.remote.bring import Partner, bring
from app.remote.capture import Capture
from app.remote.checks import check_enabled, check_no_job, check_pm, check_vm, chosen_targets
from app.remote.containers import grow
from app.remote.critical import AgentState, Held, ask_agent
from app.remote.domain import DomainFacts, look_at
from app.remote.freeze import FrozenPoint
from app.remote.host import host_name, host_uuid
from app.remote.job_bitmaps import drop_job_bitmaps
from app.remote.job_files import Events, JobFiles
from app.remote.locks import Lock, Taken, busy
from app.remote.patience import await_libvirt
from app.remote.peer import PeerAway
from app.remote.plan import VolumePlan, plan
from app.remote.problems import Cancelled, Failed, Problem, Refused
from app.remote.records import Announcement, Manifest, VolumeRecord
from app.remote.room import capacities_for, check_compared, check_room, needed_bytes, sizes_of
from app.remote.store import Store, make_folder
from app.remote.sweep import sweep_vm, undo
from app.remote.tools import ToolFailed
from app.remote.virsh import virsh


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
        self._frozen: FrozenPoint | None = None
        self._capture: Capture | None = None

    def run(self) -> None:
        try:
            try:
                self._take()
            finally:
                if self._frozen is not None:
                    self._frozen.thaw()
            limit = self._request.get("replicate_limit")
            bring(self._store, self._partner, self._events, self._vm, self._name, limit)
            self._files.standing.tell({})
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
        check_compared(self._store, self._vm, facts.name, self._here, volumes)
        if self._frozen is not None and self._frozen.held:
            self._replicate_frozen(facts, volumes)
            held = self._frozen.finish(agent)
        capture.confirm()
        now_on = self._partner.runs_vm()
        if now_on:  # failed over, whatever it looks like here
            raise Failed("failover", vm=facts.name, pm=self._here, now_on=now_on)
        self._files.check_cancelled()
        label = "application" if held.application else "crash"
        self._events.say("consistency", consistency=label, reason=held.reason)
        self._store.commit(self._manifest(facts, volumes, held))
        self._noted(journal.COMMITTED_PRIMARY)

    def _check(self) -> tuple[DomainFacts, list[VolumePlan], AgentState]:
        """Everything that can be refused is refused here, before anything is touched."""
        check_pm(self._store, self._here)
        self._partner.connect_beside()
        facts = look_at(self._vm)
        self._name = facts.name
        check_vm(facts)
        targets = chosen_targets(facts, self._request.get("excluded", []))
        self._take_lock(facts)
        check_no_job(facts)
        agent = AgentState(False)
        if facts.running and facts.agent_channel == "connected":
            agent = ask_agent(self._vm, facts.name)
        clean = facts.stopped and facts.reason == "shutdown"
        if self._request.get("require_application") and not (agent.answers or clean):
            raise Refused("no-agent", vm=facts.name)
        try:
            peer = self._partner.lock(facts.name)
        except PeerAway as error:
            check_enabled(self._store)
            detail = str(error)[-300:]
            raise Refused(
                "pair-not-linked", pm=self._here, peer=self._partner.name, detail=detail
            ) from error
        check_enabled(self._store)
        sweep_vm(self._store, self._vm, peer)
        if facts.running and self._journal.last_undone():
            drop_job_bitmaps(facts)
        plans = plan(self._store, facts, targets)
        needed = needed_bytes(plans, on_primary=True)
        sizes = sizes_of(plans)
        capacities = capacities_for(self._store, self._vm, plans)
        check_room(self._store, self._vm, facts.name, self._here, sizes, needed, capacities)
        peer.ask(
            "check",
            vm=self._vm,
            vm_name=facts.name,
            capacities=capacities,
            sizes=sizes,
            needed=needed_bytes(plans, on_primary=False),
        )
        assert self._lock is not None
        by_volume = {p.disk.target: p.size for p in plans}
        self._lock.describe({**self._holder, "reserved": needed, "volumes": by_volume})
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
        # Here first: what a dead job left is looked for here, and then taken back there as well.
        self._noted(journal.ANNOUNCED)
        self._store.announce(announcement)
        answer = self._partner.peer().ask(
            "announce",
            announcement=records.to_json(announcement),
            capacities=capacities_for(self._store, self._vm, plans),
        )
        if isinstance(answer.get("capacities"), dict):
            grow(self._store, self._vm, answer["capacities"])
        self._events.say("accepted", job=self._files.job, snapshot=self._snapshot)

    def _noted(self, state: str) -> None:
        self._journal.note(self._snapshot, state)

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
        self._noted(journal.PREPARED)
        self._point = time.time()
        capture.job.begun()  # said before: a begin that failed half-way is cleared away as well
        if agent.answers:
            self._frozen = FrozenPoint(
                self._store,
                self._files,
                self._events,
                self._noted,
                facts,
                required=bool(self._request.get("require_application")),
            )
            hold = bool(self._request.get("hold_freeze"))
            held = self._frozen.fix(capture.begin_arguments(), agent, hold=hold)
        else:
            self._events.step("snapshot")
            virsh(*capture.begin_arguments(), timeout=60)
            reason = "agent-silent" if facts.agent_channel else "no-agent"
            held = Held(False, reason, None, 0, agent.detail)
        self._noted(journal.BEGUN)
        capture.job.limit_speed()
        self._events.step("snapshot")
        capture.job.wait(self._events.bytes)
        return held or Held(False, "not-held", None, 0)  # held on: the label comes with the thaw

    def _replicate_frozen(self, facts: DomainFacts, volumes: tuple[VolumeRecord, ...]) -> None:
        """For `hold_freeze`: brings the files over while the guest still stands; the record of
        them follows when it is known what the freeze was worth."""
        self._events.step("replicate")
        try:
            deliver.transfer(
                self._store,
                self._partner.lock(facts.name),
                self._manifest(facts, volumes, Held(False, "not-held", None, 0)),
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
            versions=tuple(sorted(self._request["tools"].items())),
            steps=tuple((name, round(seconds, 4)) for name, seconds in steps.items()),
        )

    # When it did not work

    def _give_up(self, error: BaseException) -> None:
        """Takes everything back on both PMs and says why."""
        problem = self._explain(error)
        states = self._journal.states().get(self._snapshot, [])
        if journal.COMMITTED_PRIMARY in states and self._partner.has(self._snapshot):
            self._events.ended("complete")  # the cancel came too late
            return
        # What is whole is removed by who asked for it, and by no failure.
        kept = journal.COMMITTED_PRIMARY in states and not isinstance(problem, Cancelled)
        if states and states[-1] != journal.UNDONE and not kept:
            # The other PM first: to end a job in a QEMU that is going away may take a minute.
            self._partner.discard(self._name, self._snapshot)
            if self._capture is not None:
                problem = self._capture.job.abort() or problem
                await_libvirt()  # else the checkpoint would stay until somebody looks
            undo(self._store, self._vm, self._snapshot, states)
        self._events.ended("cancelled" if isinstance(problem, Cancelled) else "failed", problem)

    def _explain(self, error: BaseException) -> Problem:
        if isinstance(error, Problem):
            if error.code == "failover" and not error.fields.get("now_on"):
                error.fields["now_on"] = self._partner.runs_vm()
            return error
        if isinstance(error, ToolFailed) and self._capture is not None and self._capture.left():
            return Failed("failover", vm=self._name, pm=self._here, now_on=self._partner.runs_vm())
        kind = Failed if self._capture is not None else Refused
        return kind("copy-failed", vm=self._name, detail=str(error)[-500:])
