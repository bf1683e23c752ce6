"""What Twinpoint knows and does; no Qt here; runs in a terminal.

model/       nouns: frozen dataclasses (PM, VM, volume, snapshot, problem)
rules/       pure decisions: may this be done, what state follows from what two PMs hold
machines/    the only room that reaches out: SSH, libvirt, the program on the PMs
operations/  verbs: one file for each thing an administrator can do
remote/      what runs on a PM; standard library only, shipped as one zipapp
cli/         twinpointctl: verbs, tables, JSON
sentences/   every problem and event as an English sentence (translated by whoever shows it)
"""

__version__ = "0.1.0"
