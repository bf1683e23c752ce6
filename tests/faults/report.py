"""python -m tests.faults.report: makes the table of docs/reliability.md from the results."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from tests.faults import results
from tests.faults.matrix import FAULTS, STEPS, VMS, Cell, every, why_not

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: made by python -m tests.faults.report -->", "<!-- faults: end -->"


def main() -> int:
    text = DOCUMENT.read_text(encoding="utf-8")
    made = f"{BEGIN}\n\n{table()}\n{END}"
    if BEGIN in text and END in text:
        before, _, rest = text.partition(BEGIN)
        text = before + made + rest.partition(END)[2]
    else:
        heading = "## What the pair cannot show"
        text = text.replace(heading, f"## Faults in every step\n\n{made}\n\n{heading}", 1)
    DOCUMENT.write_text(text, encoding="utf-8")
    print(table())
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
        f"violation. No guest's writer paused for longer than {still:.1f} s."
    )
    for result in broken:
        words += f"\n\n- `{result['cell']}`: {'; '.join(result['violations'])[:400]}"
    return words


if __name__ == "__main__":
    raise SystemExit(main())
