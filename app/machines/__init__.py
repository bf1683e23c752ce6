"""The only room that reaches out: SSH (paramiko), libvirt, and the program on the PMs."""
