"""`python -m jiukun`, and the script: ends in words from the first moment on, also while modules are still loaded."""

import sys

try:
    from jiukun.cli import interruption

    interruption.leaves_at_once()  # here: the script that was installed does more before it calls main
except KeyboardInterrupt:
    sys.stderr.write("已中断\n")
    sys.exit(130)


def main() -> None:
    """Run the program."""
    from jiukun.cli.program import run  # noqa: PLC0415  it is slow to load, and may be interrupted

    run()


if __name__ == "__main__":
    main()
