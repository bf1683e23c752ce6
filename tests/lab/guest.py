"""One VM at run time: where it runs, its agent, and the control port that needs no agent."""

from __future__ import annotations

import base64
import json
import re
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.lab.guests import VmSpec
from tests.lab.machine import PM
from tests.lab.state import LabError

# Talks to the control port on the PM: one line there, and the answer with the same id back.
TALK = """
import socket, sys
path, timeout, line = sys.argv[1], float(sys.argv[2]), sys.argv[3]
port = socket.socket(socket.AF_UNIX)
port.settimeout(timeout)
port.connect(path)
port.sendall(line.encode() + b"\\n")
with port.makefile("rb") as answers:
    for answer in answers:
        if answer.startswith(line.split()[0].encode() + b" "):
            sys.stdout.buffer.write(answer)
            break
"""
AGENT_STATES = ("on", "off", "hang")


@dataclass(frozen=True, slots=True)
class Guest:
    """A VM of the lab, wherever it runs."""

    spec: VmSpec
    pms: Mapping[str, PM]

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def home(self) -> PM:
        """The PM that `up` starts it on."""
        return list(self.pms.values())[self.spec.home]

    @property
    def pm(self) -> PM | None:
        """The PM where it is running, or None."""
        for pm in self.pms.values():
            if pm.is_up() and self.state(pm) not in ("shut off", "crashed", ""):
                return pm
        return None

    def state(self, pm: PM) -> str:
        """libvirt's word for its state on that PM ("running", "shut off"); "" if not defined."""
        done = pm.run(["virsh", "-q", "domstate", self.spec.uuid], check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    def _running_pm(self) -> PM:
        pm = self.pm
        if pm is None:
            raise LabError(f"{self.name} does not run")
        return pm

    def start(self, pm: PM | None = None) -> None:
        """Starts it on that PM, or at home; LabError if it runs anywhere already."""
        where = self.pm
        if where is not None:
            raise LabError(f"{self.name} runs on {where.name}")
        (pm or self.home).run(["virsh", "-q", "start", self.spec.uuid])

    def stop(self, timeout: float = 60) -> None:
        """Presses the power button and waits until it is off; nothing if it is."""
        pm = self.pm
        if pm is None:
            return
        pm.run(["virsh", "-q", "shutdown", self.spec.uuid, "--mode", "acpi"])
        end = time.monotonic() + timeout
        while self.state(pm) != "shut off":
            if time.monotonic() > end:
                raise LabError(f"{self.name} did not shut down within {timeout:g} s")
            time.sleep(0.2)

    def destroy(self) -> None:
        """Pulls its plug; nothing if it is off, be it since a moment ago."""
        pm = self.pm
        if pm is not None:
            done = pm.run(["virsh", "-q", "destroy", self.spec.uuid], check=False)
            if done.returncode and self.pm is not None:
                raise LabError(f"{self.name} goes on: {done.stderr.strip()}")

    def agent_request(self, request: Mapping[str, Any], timeout: int = 10) -> Any:
        """Asks the guest agent through libvirt; raises LabError if it does not answer in time."""
        answer = self._running_pm().run(
            ["virsh", "-q", "qemu-agent-command", "--timeout", str(timeout), self.spec.uuid,
             json.dumps(request)], timeout=timeout + 20
        )  # fmt: skip
        return json.loads(answer.stdout)["return"]

    def agent_answers(self, timeout: int = 2) -> bool:
        """Whether the guest agent answers a ping."""
        try:
            self.agent_request({"execute": "guest-ping"}, timeout)
        except LabError:
            return False
        return True

    def exec(self, argv: Sequence[str], timeout: float = 30) -> tuple[int, str]:
        """Runs a program in the guest through its agent; returns its exit code and output."""
        arguments = {"path": argv[0], "arg": list(argv[1:]), "capture-output": True}
        started = self.agent_request({"execute": "guest-exec", "arguments": arguments})
        end = time.monotonic() + timeout
        while True:
            look = {"execute": "guest-exec-status", "arguments": {"pid": started["pid"]}}
            status = self.agent_request(look)
            if status["exited"]:
                output = base64.b64decode(status.get("out-data", "")).decode(errors="replace")
                return int(status.get("exitcode", -1)), output
            if time.monotonic() > end:
                raise LabError(f"{argv[0]} in {self.name} did not end within {timeout:g} s")
            time.sleep(0.05)

    def freeze_status(self) -> str:
        """Returns "thawed" or "frozen", as the guest agent remembers it."""
        return str(self.agent_request({"execute": "guest-fsfreeze-status"}))

    def control(self, command: str, timeout: float = 15) -> str:
        """Sends one command to the control port and returns its output; LabError if it fails."""
        pm = self._running_pm()
        xml = pm.run(["virsh", "-q", "dumpxml", self.spec.uuid]).stdout
        found = re.search(r"path='([^']*)'/>\s*<target type='virtio' name='twinpoint.control'", xml)
        if found is None:
            raise LabError(f"{self.name} has no control port")
        ident = uuid.uuid4().hex[:12]
        done = pm.run(["python3", "-c", TALK, found[1], str(timeout), f"{ident} {command}"],
                      timeout=timeout + 10)  # fmt: skip
        words = done.stdout.split()
        if len(words) < 2:
            raise LabError(f"{self.name}: no answer to {command!r} from the control port")
        output = bytes.fromhex(words[2] if len(words) > 2 else "").decode(errors="replace")
        if words[1] != "0":
            raise LabError(f"{self.name}: {command!r} ended with {words[1]}: {output.strip()}")
        return output

    def agent(self, state: str) -> None:
        """Ends the guest agent ("off"), stops it where it is ("hang"), brings it back ("on")."""
        if state not in AGENT_STATES:
            raise LabError(f"an agent is one of {', '.join(AGENT_STATES)}, not {state!r}")
        self.control(f"agent {state}")
        if state == "on":
            self._wait(self.agent_answers, "agent", 20)

    def is_up(self) -> bool:
        """Whether its agent answers, or the control port for a VM without one."""
        if self.pm is None:
            return False
        if self.spec.agent:
            return self.agent_answers()
        try:
            return self.control("ping", timeout=2).strip() == "pong"
        except LabError:
            return False

    def wait_up(self, timeout: float = 90) -> None:
        """Waits until is_up(); raises LabError after `timeout` seconds."""
        self._wait(self.is_up, "start", timeout)

    def _wait(self, ready: Any, what: str, timeout: float) -> None:
        end = time.monotonic() + timeout
        while not ready():
            if time.monotonic() > end:
                raise LabError(f"{self.name}: {what} not within {timeout:g} s")
            time.sleep(0.2)
