"""Verbs: what an administrator can do, one file each."""
