"""python -m tests.faults [--cells fixed|PARTS] [--share N/OF] [--list]: plays cells and adds to
the results; several pairs can share them."""

from __future__ import annotations

import argparse

from tests.faults import results
from tests.faults.arena import open_arena
from tests.faults.cell import run_cell
from tests.faults.matrix import chosen, every, why_not


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--cells", default="", help='"fixed", or parts of names, comma-separated')
    parser.add_argument("--list", action="store_true", help="says what there is, plays nothing")
    parser.add_argument("--new", action="store_true", help="only those without a result yet")
    parser.add_argument("--share", default="1/1", help="as 2/3: every third one, from the second")
    arguments = parser.parse_args()
    cells = chosen(arguments.cells)
    if arguments.new:
        cells = [cell for cell in cells if str(cell) not in results.newest()]
    share, of = map(int, arguments.share.split("/"))
    cells = cells[share - 1 :: of]
    if arguments.list:
        for cell in every():
            print(f"{str(cell):32} {why_not(cell) or 'fixed' if cell.fixed else why_not(cell)}")
        print(f"{len(chosen(''))} cells mean something, {len(chosen('fixed'))} are the fixed set")
        return 0
    broken = 0
    with open_arena() as arena:
        for number, cell in enumerate(cells, 1):
            result = run_cell(arena, cell)
            results.add(result)
            print(f"{number}/{len(cells)} {results.line(result)}", flush=True)
            broken += bool(result.violations)
    print(f"{len(cells)} cells, {broken} with violations")
    return int(broken > 0)


if __name__ == "__main__":
    raise SystemExit(main())
