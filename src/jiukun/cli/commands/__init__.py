"""One module a command: its arguments, the wiring, the exit status. They import nothing of each other."""
