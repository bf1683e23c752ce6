"""Pure decisions: facts in, answers out; no I/O."""
