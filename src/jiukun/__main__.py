"""`python -m jiukun` is the command line."""

from jiukun.cli.program import run

if __name__ == "__main__":
    run()
