"""python -m tests.faults.report: makes the tables of docs/reliability.md from the results."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.faults import results
from tests.faults.matrix import FAULTS, STATES, STEPS, VMS, Cell, every, why_not

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: made by python -m tests.faults.report -->", "<!-- faults: end -->"


def main() -> int:
    results.gather()
    text = DOCUMENT.read_text(encoding="utf-8")
    made = f"{BEGIN}\n\n{table()}\n{steps()}\n{series()}{END}"
    if BEGIN in text and END in text:
        before, _, rest = text.partition(BEGIN)
        text = before + made + rest.partition(END)[2]
    else:
        heading = "## What the pair cannot show"
        text = text.replace(heading, f"## Faults in every step\n\n{made}\n\n{heading}", 1)
    DOCUMENT.write_text(text, encoding="utf-8")
    print(made)
    return 0


def table() -> str:
    """One row a fault, one column a step, one mark a kind of VM."""
    found = results.newest()
    lines = [_summary(found), "", "| fault | " + " | ".join(STEPS) + " |"]
    lines.append("|---" * (len(STEPS) + 1) + "|")
    for fault in FAULTS.values():
        marks = [" ".join(_mark(Cell(fault.name, step, vm), found) for vm in VMS) for step in STEPS]
        lines.append(f"| {fault.text} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def steps() -> str:
    """Which state of the journal each step is, and in which one faults were found to strike."""
    found = [result for result in results.newest().values() if result.get("state") is not None]
    lines = [
        "| step | the run is known by | newest state in the journal | cells that struck there |"
    ]
    lines.append("|---" * 4 + "|")
    for step, at in STEPS.items():
        if "journal" in at:
            said = f"the journal's `{at['journal']}`"
        else:
            said = f"event `{at['event']}`" + (f" `{at['step']}`" if "step" in at else "")
            said += ", the second" if at.get("count") == 2 else ""
        struck = Counter(r["state"] or "none" for r in found if r["step"] == step and r["hit"])
        counts = ", ".join(f"{state} {count}" for state, count in struck.most_common())
        lines.append(f"| {step} | {said} | {STATES[step] or 'none'} | {counts or '–'} |")
    return "\n".join(lines) + "\n"


def series() -> str:
    """Soaks and consoles killed, one line each."""
    lines = []
    for each in results.series():
        broken = each["violations"]
        day = time.strftime("%Y-%m-%d", time.gmtime(each["at"]))
        what = (
            f"{each['acts']} faults at random"
            if each["kind"] == "soak"
            else (
                f"{each['acts']} consoles killed at random moments of their runs ("
                + ", ".join(f"{step} {count}" for step, count in each["steps"].items())
                + f"): {each['made']} snapshots made, {each['frozen']} guests left frozen"
            )
        )
        lines.append(
            f"- {day}, seed {each['seed']}, {each['minutes']:.0f} minutes: {what}; no writer "
            f"paused for longer than {each['still']} s; {len(broken)} with a violation"
            + "".join(f"; {text[:200]}" for text in broken[:5])
        )
    return "\n".join([*lines, ""]) + "\n" if lines else ""


def _mark(cell: Cell, found: dict[str, dict[str, Any]]) -> str:
    if why_not(cell):
        return "–"
    result = found.get(str(cell))
    if result is None:
        return "·"
    if result["violations"]:
        return "**✗**"
    if not result["hit"]:
        return "○"
    return "✓" if result["by"] == "itself" else "✓c"


def _summary(found: dict[str, dict[str, Any]]) -> str:
    sound = [r for r in found.values() if not r["violations"]]
    broken = [r for r in found.values() if r["violations"]]
    reasons = Counter(why_not(cell) for cell in every())
    meaningful = reasons.pop("")
    still = max((float(r["frozen"]) for r in found.values()), default=0.0)
    three = ", ".join(f"{name} ({kind})" for name, kind in VMS.items())
    words = (
        f"Each mark is a VM: {three}. ✓ came to rest by itself, ✓c once a console looked, "
        "○ the run never came to the step, **✗** a promise broken, · not played yet, "
        "– means nothing: "
        + "; ".join(f"{reason} ({count})" for reason, count in reasons.items())
        + ".\n\nIn *begin* the freeze is held until replicated, so that the guest is hit frozen. "
        "The clock is what the program takes for the time of day: the pair shares one kernel.\n\n"
        f"{len(found)} of {meaningful} cells played: {len(sound)} without, {len(broken)} with a "
        f"violation ({_days(found)}). No guest's writer paused for longer than {still:.1f} s."
    )
    for result in broken:
        words += f"\n\n- `{result['cell']}`: {'; '.join(result['violations'])[:400]}"
    return words


def _days(found: dict[str, dict[str, Any]]) -> str:
    """When they were played: what has changed since is for the reader to judge."""
    days = Counter(time.strftime("%Y-%m-%d", time.gmtime(r["began"])) for r in found.values())
    return ", ".join(f"{count} on {day}" for day, count in sorted(days.items()))


if __name__ == "__main__":
    raise SystemExit(main())
