"""The offline bundle: wheels of the target, not of the machine it is made on; it installs without any network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import make_bundle
import pytest
from make_bundle import TARGETS, collect, environment, pack, requirements

from jiukun import __version__
from support.desk import DAY, REPORT, Desk

TOP = """\
Requires-Dist: windows-alone>=1; sys_platform == 'win32'
Requires-Dist: linux-alone; sys_platform == 'linux' and platform_machine == 'x86_64'
Requires-Dist: old-python; python_version < '3.11'
Requires-Dist: Every_Where[more]>=2,<3
Requires-Dist: never; extra == 'test'
"""
INDEX = {
    ("windows_alone", "1.5", "win_amd64"): "Requires-Dist: deep; os_name == 'nt'\n",
    ("linux_alone", "1", "manylinux_2_17_x86_64"): "",
    ("every_where", "2.1", "any"): "Requires-Dist: extra-part; extra == 'more'\nRequires-Dist: deep\n",
    ("every_where", "3.0", "any"): "",
    ("extra_part", "1", "any"): "",
    ("deep", "1", "any"): "",
    ("never", "1", "any"): "",
    ("old_python", "1", "any"): "",
}
COLLECTED = {
    "windows-x64": {"windows_alone-1.5", "every_where-2.1", "extra_part-1", "deep-1"},
    "linux-x64": {"linux_alone-1", "every_where-2.1", "extra_part-1", "deep-1"},
    "linux-arm64": {"every_where-2.1", "extra_part-1", "deep-1"},
}


def a_wheel(folder: Path, name: str, version: str, platform: str, requires: str) -> Path:
    path = folder / f"{name}-{version}-py3-none-{platform}.whl"
    head = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(f"{name}-{version}.dist-info/METADATA", head + requires)
        package.writestr(f"{name}-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\n")
    return path


@pytest.mark.parametrize("name", TARGETS)
def test_markers_are_judged_for_the_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """From an index that is a folder; only pip's choice of wheels is pip's."""
    index, folder = tmp_path / "index", tmp_path / "wheels"
    index.mkdir()
    folder.mkdir()
    for (project, version, platform), requires in INDEX.items():
        a_wheel(index, project, version, platform, requires)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    first = a_wheel(folder, "jiukun", "1", "any", TOP)
    collect(first, TARGETS[name], "3.11", folder)
    found = {"-".join(path.name.split("-")[:2]) for path in folder.glob("*.whl")} - {"jiukun-1"}
    assert found == COLLECTED[name]
    bundles = [tmp_path / folder_name / "jiukun-1.zip" for folder_name in ("a", "b")]
    for bundle in bundles:
        bundle.parent.mkdir()
        pack(bundle, TARGETS[name], "3.11", folder)
    assert bundles[0].read_bytes() == bundles[1].read_bytes()


@pytest.mark.parametrize("name", TARGETS)
def test_our_own_requirements_on_each_target(tmp_path: Path, name: str) -> None:
    text = (Path(make_bundle.TOP) / "pyproject.toml").read_text("utf-8")
    listed = text.partition("\ndependencies = [")[2].partition("\n]")[0].splitlines()
    lines = [line.strip().partition("#")[0].strip().strip(",").strip('"') for line in listed if line.strip()]
    wheel = a_wheel(tmp_path, "jiukun", "1", "any", "".join(f"Requires-Dist: {line}\n" for line in lines))
    names = {requirement.name for requirement in requirements(wheel, environment(TARGETS[name], "3.11"))}
    assert {"typer", "pyyaml", "pydantic", "xlsxwriter", "rich", "filelock"} <= names
    assert ("tzdata" in names) is (name == "windows-x64")


@pytest.mark.parametrize("name", TARGETS)
def test_the_installers_are_a_few_lines_that_any_code_page_reads(tmp_path: Path, name: str) -> None:
    target = TARGETS[name]
    bundle = tmp_path / "jiukun-1.zip"
    pack(bundle, target, "3.11", tmp_path)
    with zipfile.ZipFile(bundle) as package:
        data = package.read(target.installer)
        mode = package.getinfo(target.installer).external_attr >> 16
    lines = [line for line in data.decode("ascii").splitlines() if line != "#!/bin/sh"]
    assert len(lines) == (2 if name == "windows-x64" else 5)
    assert [("--no-index" in line, "--isolated" in line) for line in lines].count((True, True)) == 1
    assert sum("-m jiukun.project.double_click" in line for line in lines) == 1
    assert data.count(b"\r\n") == (2 if name == "windows-x64" else 0)
    assert (mode & 0o111 != 0) is (target.installer == "install.sh")


def alone(*words: str) -> list[str]:
    """The command without a network, where the system lets us cut it off."""
    cut = ["unshare", "--net"]
    works = shutil.which("unshare") and subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0
    return [*cut, *words] if works else list(words)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the installer of Linux")
def test_it_installs_and_works_where_nothing_is_reached(desk: Desk, tmp_path: Path, *, is_long: bool) -> None:
    """No network, no index, no configuration, no cache: only Python, and a folder whose name has a space."""
    if not is_long and "JIUKUN_REQUIRE_BUNDLE" not in os.environ:
        pytest.skip("takes half a minute: with --long, or with JIUKUN_REQUIRE_BUNDLE as .ci/run does")
    target = "linux-arm64" if os.uname().machine == "aarch64" else "linux-x64"
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    try:
        bundle = make_bundle.make(target, python, tmp_path / "dist")
    except subprocess.CalledProcessError:
        pytest.skip("no package index is reached from here")
    folder = tmp_path / "离线 安装"
    with zipfile.ZipFile(bundle) as package:
        package.extractall(folder)
    base = Path(sys.base_prefix) / "bin"
    bare = {"PATH": f"{base}:/usr/bin:/bin", "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}
    installed = subprocess.run(
        alone("sh", str(folder / "install.sh")), cwd=tmp_path, env=bare, capture_output=True, timeout=300, check=False
    )
    assert (installed.returncode, installed.stdout.decode()) == (0, f"jiukun {__version__}\n"), installed
    clicked = subprocess.run(
        alone(str(folder / "汇总.sh")), cwd=tmp_path, env=bare, capture_output=True, timeout=60, check=False
    )
    assert (clicked.returncode, "不是 jiukun 项目" in clicked.stderr.decode()) == (2, True), clicked
    shutil.copy(folder / "汇总.sh", desk.root)
    clicked = subprocess.run(
        alone(str(desk.root / "汇总.sh")), cwd=tmp_path, env=bare, capture_output=True, timeout=60, check=False
    )
    assert (clicked.returncode, "已生成 out/汇总表-" in clicked.stdout.decode()) == (0, True), clicked
    desk.report(REPORT)
    line = [str(folder / ".venv/bin/jiukun"), "validate", "--date", DAY]
    checked = subprocess.run(alone(*line), cwd=desk.root, env=bare, capture_output=True, timeout=60, check=False)
    assert (checked.returncode, checked.stdout.decode()) == (0, "检查了 1 个文件，没有问题，可以报送。\n"), checked
    line = [str(folder / ".venv/bin/jiukun"), "explain", "JK101"]
    explained = subprocess.run(alone(*line), cwd=tmp_path, env=bare, capture_output=True, timeout=60, check=False)
    assert (explained.returncode, "改前：" in explained.stdout.decode()) == (0, True), explained
