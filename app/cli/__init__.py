"""twinpointctl: the same work from a terminal, a script or a scheduler."""
