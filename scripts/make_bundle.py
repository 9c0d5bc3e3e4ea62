"""Make what installs jiukun where there is no network: `python scripts/make_bundle.py windows-x64`.

The bundle, a zip file in dist/, holds the wheels of jiukun and of all that it needs on the target, and an installer of
a few lines, which also writes what is double-clicked each day. It presumes Python's own installer, or on Linux a Python
unpacked beside it in python/. Needs `pip install packaging` and a network; any system can make the
bundle of any other.

pip evaluates environment markers (`tzdata; sys_platform == 'win32'`) for the system it runs on, whatever --platform
says. So each wheel's requirements are read here, judged for the target, and fetched one by one.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

TOP = Path(__file__).resolve().parent.parent
PYTHON = "3.11"
# A version that was built anew bears the number of the one before.
_INSTALL = "-m pip --isolated install --quiet --force-reinstall --disable-pip-version-check --no-index"
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # so that the same wheels give the same bundle


@dataclass(frozen=True)
class Target:
    """A system: the tags of its wheels, what environment markers say of it, and its installer."""

    tags: tuple[str, ...]
    markers: dict[str, str]
    installer: str
    lines: tuple[str, ...]
    line_end: str


def _linux(machine: str) -> Target:
    tags = (f"manylinux_2_17_{machine}", f"manylinux2014_{machine}")
    markers = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": machine}
    lines = (
        "#!/bin/sh",
        'here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 1',
        'python=$here/python/bin/python3; [ -x "$python" ] || python=python{python}',
        f'"$python" -m venv "$here/.venv" && "$here/.venv/bin/python" {_INSTALL} --find-links "$here/wheels" jiukun &&',
        '    "$here/.venv/bin/python" -m jiukun.project.double_click "$here" || exit 1',
        '"$here/.venv/bin/jiukun" --version',
    )
    return Target(tags, markers, "install.sh", lines, "\n")


def _windows() -> Target:
    markers = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"}
    install = f'"%~dp0.venv\\Scripts\\python" {_INSTALL} --find-links "%~dp0wheels" jiukun'
    scripts = '"%~dp0.venv\\Scripts\\python" -m jiukun.project.double_click "%~dp0."'
    lines = (
        f'@py -{{python}} -m venv "%~dp0.venv" && {install} && {scripts} || (pause & exit /b 1)',
        '@"%~dp0.venv\\Scripts\\jiukun" --version & pause',
    )
    return Target(("win_amd64",), markers, "install.bat", lines, "\r\n")


TARGETS = {"windows-x64": _windows(), "linux-x64": _linux("x86_64"), "linux-arm64": _linux("aarch64")}


def environment(target: Target, python: str) -> dict[str, str]:
    """What environment markers say on the target."""
    interpreter = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    versions = {"python_version": python, "python_full_version": f"{python}.0", "implementation_version": f"{python}.0"}
    return {**target.markers, **interpreter, **versions, "platform_release": "", "platform_version": ""}


def requirements(wheel: Path, where: dict[str, str], extras: Iterable[str] = ()) -> Iterator[Requirement]:
    """What a wheel requires on the target."""
    with zipfile.ZipFile(wheel) as package:
        name = next(entry for entry in package.namelist() if entry.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(package.read(name).decode())
    for line in metadata.get_all("Requires-Dist", []):
        requirement = Requirement(line)
        if requirement.marker is None or any(
            requirement.marker.evaluate({**where, "extra": extra}) for extra in ("", *extras)
        ):
            yield requirement


def collect(first: Path, target: Target, python: str, folder: Path) -> None:
    """Fetch into `folder` all that the wheel `first` of that folder requires, and all that this requires."""
    where = environment(target, python)
    left = list(requirements(first, where))
    seen: set[str] = set()
    while left:
        seen |= {str(requirement) for requirement in left}
        fetch([requirement for requirement in left if wheel_of(requirement, folder) is None], target, python, folder)
        met = [(requirement, wheel_of(requirement, folder)) for requirement in left]
        for requirement, wheel in met:
            if wheel is None or not requirement.specifier.contains(
                parse_wheel_filename(wheel.name)[1], prereleases=True
            ):
                sys.exit(f"{requirement}：取到的是 {wheel.name if wheel else '空'}，对不上，没有做成")
        further = [
            more for requirement, wheel in met if wheel for more in requirements(wheel, where, requirement.extras)
        ]
        left = [requirement for requirement in further if str(requirement) not in seen]


def wheel_of(requirement: Requirement, folder: Path) -> Path | None:
    """The wheel of a requirement's project, if it was fetched."""
    wheels = sorted(folder.glob("*.whl"))
    return next(
        (path for path in wheels if parse_wheel_filename(path.name)[0] == canonicalize_name(requirement.name)), None
    )


def fetch(wanted: list[Requirement], target: Target, python: str, folder: Path) -> None:
    """Fetch the newest wheel of each project that fits the target."""
    platforms = [word for tag in target.tags for word in ("--platform", tag)]
    words = ["download", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version", python, *platforms]
    if wanted:
        pip(*words, "--dest", str(folder), *(f"{requirement.name}{requirement.specifier}" for requirement in wanted))


def pip(*words: str) -> None:
    """Run pip; its own words tell what went wrong."""
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *words], check=True)


def pack(bundle: Path, target: Target, python: str, folder: Path) -> None:
    """Everything in requirement zip, to be unpacked into a folder of its own; the same wheels give the same bytes."""
    wheels = sorted(folder.glob("*.whl"))
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  wheels/{path.name}\n" for path in wheels)
    script = "".join(line.replace("{python}", python) + target.line_end for line in target.lines)
    parts = {f"wheels/{path.name}": path.read_bytes() for path in wheels}
    parts |= {target.installer: script.encode("ascii"), "SHA256SUMS": sums.encode()}
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_STORED) as package:
        for name, data in sorted(parts.items()):
            entry = zipfile.ZipInfo(name, _FIRST_DATE)
            entry.create_system, entry.external_attr = 3, (0o755 if name.endswith(".sh") else 0o644) << 16
            package.writestr(entry, data)


def make(name: str, python: str, output: Path) -> Path:
    """The bundle of a target."""
    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pip("wheel", "--quiet", "--no-deps", "--wheel-dir", place, str(TOP))
        own = next(folder.glob("jiukun-*.whl"))
        collect(own, target, python, folder)
        output.mkdir(parents=True, exist_ok=True)
        bundle = output / f"jiukun-{parse_wheel_filename(own.name)[1]}-{name}-python{python}.zip"
        pack(bundle, target, python, folder)
    return bundle


def main() -> None:
    """Make the bundles that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="+", choices=list(TARGETS))
    parser.add_argument("--python", default=PYTHON, help=f"default {PYTHON}")
    parser.add_argument("--output", type=Path, default=TOP / "dist")
    options = parser.parse_args()
    for name in options.target:
        print(f"已生成 {make(name, options.python, options.output)}")


if __name__ == "__main__":
    main()
