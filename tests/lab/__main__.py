"""The lab's command line: python -m tests.lab up|down|status|exec|crash|boot|cut|…"""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

from tests.lab.guest import AGENT_STATES
from tests.lab.lab import Lab
from tests.lab.state import LabError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.lab", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    up = verbs.add_parser("up", help="bring the pair up; may be repeated")
    up.add_argument("--vms", help='start only these, separated by commas; "" for none')
    up.add_argument("--ha", nargs="?", const="web01", default="", metavar="VMS",
                    help="a Pacemaker cluster of the PMs that holds these VMs (web01)")  # fmt: skip
    up.add_argument("--container-bytes", help="size of a container file system, when it is made")
    down = verbs.add_parser("down", help="take everything away, but for the cache")
    down.add_argument("--purge", action="store_true", help="the cache, too")
    status = verbs.add_parser("status", help="PMs, VMs and agents")
    status.add_argument("--json", action="store_true")
    execute = verbs.add_parser("exec", help="run a command in a PM as root")
    execute.add_argument("pm")
    execute.add_argument("command", nargs=argparse.REMAINDER)
    for name, text in (("crash", "cut its power"), ("boot", "start it"),
                       ("unfill", "free the container again")):  # fmt: skip
        verbs.add_parser(name, help=text).add_argument("pm")
    for name, text in (("cut", "pull its cable"), ("heal", "undo cut")):
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("pm")
        verb.add_argument("--from", dest="peer", help="only the path to that PM, or to `console`")
    fill = verbs.add_parser("fill", help="fill the container file system")
    fill.add_argument("pm")
    fill.add_argument("--leave", type=int, default=0, help="bytes to leave free")
    agent = verbs.add_parser("agent", help="the guest agent of a VM")
    agent.add_argument("vm")
    agent.add_argument("state", choices=AGENT_STATES)
    rebuild = verbs.add_parser("rebuild", help="give a VM new disks and its first definition")
    rebuild.add_argument("vm")
    control = verbs.add_parser("control", help="one command to a VM's control port")
    control.add_argument("vm")
    control.add_argument("command", nargs=argparse.REMAINDER)
    return parser


def _print_status(status: dict[str, Any]) -> None:
    for name, pm in status["pms"].items():
        cut = f"  (no packets to {', '.join(pm['cut_from'])})" if pm["cut_from"] else ""
        print(f"{name:<12} {pm['state']:<9} {pm['address']}{cut}")
    for name, vm in status["vms"].items():
        print(f"{name:<12} {vm['state']:<9} {vm['pm'] or '-':<6} agent {vm['agent'] or '-'}")
    if status["ha"] is not None:
        nodes = ", ".join(f"{name} {state}" for name, state in status["ha"]["pms"].items())
        held = ", ".join(f"{vm} on {pm or '-'}" for vm, pm in status["ha"]["vms"].items())
        print(f"{'cluster':<12} {nodes}; {held}")
        for failure in status["ha"]["failures"]:
            print(f"{'':<12} {failure}")


def _become_root() -> None:
    """Starts this program again through sudo, with the lab's own settings kept."""
    kept = [f"{k}={v}" for k, v in os.environ.items() if k.startswith(("TWINPOINT_", "XDG_"))]
    # -B: no byte code that belongs to root in a checkout that does not.
    argv = ["sudo", "env", *kept, sys.executable, "-B", "-m", "tests.lab", *sys.argv[1:]]
    os.execvp("sudo", argv)


def main() -> int:
    """Does one verb; returns the exit code."""
    arguments = _parser().parse_args()
    if os.geteuid():
        _become_root()
    if getattr(arguments, "container_bytes", None):
        os.environ["TWINPOINT_LAB_CONTAINER_BYTES"] = arguments.container_bytes
    try:
        return _do(Lab(), arguments)
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1


def _do(lab: Lab, arguments: argparse.Namespace) -> int:
    match arguments.verb:
        case "up":
            vms = arguments.vms
            ha = [vm for vm in arguments.ha.split(",") if vm]
            lab.up(None if vms is None else [vm for vm in vms.split(",") if vm], ha)
        case "down":
            lab.down(purge=arguments.purge)
        case "status":
            status = lab.status()
            if arguments.json:
                print(json.dumps(status, ensure_ascii=False, indent=2))
            else:
                _print_status(status)
        case "exec":
            words = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
            return lab.pm(arguments.pm).execute(words)
        case "crash":
            lab.pm(arguments.pm).crash()
        case "boot":
            lab.pm(arguments.pm).boot()
        case "cut":
            lab.pm(arguments.pm).cut(arguments.peer)
        case "heal":
            lab.pm(arguments.pm).heal(arguments.peer)
        case "fill":
            lab.pm(arguments.pm).fill(arguments.leave)
        case "unfill":
            lab.pm(arguments.pm).unfill()
        case "agent":
            lab.guest(arguments.vm).agent(arguments.state)
        case "rebuild":
            lab.rebuild(arguments.vm)
        case "control":
            words = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
            print(lab.guest(arguments.vm).control(" ".join(words)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
