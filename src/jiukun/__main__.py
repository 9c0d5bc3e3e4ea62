"""`python -m jiukun`, and the script: ends in words from the first moment on, also while modules are still loaded."""

import sys


def main() -> None:
    """Run the program; an interruption before it has taken over says so too (status 130)."""
    try:
        from jiukun.cli.program import run  # noqa: PLC0415  it is slow to load, and may be interrupted

        run()
    except KeyboardInterrupt:
        sys.stderr.write("已中断\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
