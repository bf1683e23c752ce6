"""A VM's snapshots in the order of their points: parents before children, whatever a clock said."""

from __future__ import annotations

from app.remote.records import Manifest


def in_order(manifests: list[Manifest]) -> list[Manifest]:
    """Oldest point first, but parents before children: a clock may have been set back."""
    left = {each.snapshot: each for each in sorted(manifests, key=lambda each: each.created)}
    found: list[Manifest] = []
    while left:
        line = [next(iter(left))]
        while line:
            manifest = left[line[-1]]
            parents = [manifest.parent, *(volume.parent for volume in manifest.volumes)]
            above = next((each for each in parents if each in left and each not in line), None)
            if above is None:
                found.append(left.pop(line.pop()))
            else:
                line.append(above)
    return found
