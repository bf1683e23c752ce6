"""How a VM's snapshots build on one another: parents first, and nothing on what is damaged."""

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


def sound_chains(manifests: list[Manifest]) -> list[Manifest]:
    """Those of a VM's manifests, oldest first, on whose files a new snapshot may build: a file
    whose parent is gone, damaged or another one says nothing of the volume."""
    sound: dict[tuple[str, str], str] = {}  # sha256 by snapshot and target
    found = []
    for manifest in manifests:
        if all(
            volume.parent is None
            or sound.get((volume.parent, volume.target)) == volume.parent_sha256
            for volume in manifest.volumes
        ):
            found.append(manifest)
            sound.update({(manifest.snapshot, v.target): v.sha256 for v in manifest.volumes})
    return found
