"""The pages of the dialog that adds a system, or changes one."""
