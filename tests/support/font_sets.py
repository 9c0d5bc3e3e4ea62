"""Sets of fonts as they lie on real computers, made for a test in a folder of its own by fontconfig."""

from __future__ import annotations

import shutil
import subprocess
from enum import StrEnum
from pathlib import Path

from fontTools.ttLib import TTCollection

OFFICE_LOCALE, BARE_LOCALE = "zh_CN.UTF-8", "C.UTF-8"  # under the latter LibreOffice takes wider fonts for letters
_UMING = "AR PL UMing CN"  # Debian's fonts-arphic-uming: half an em a letter, as in 宋体
_ASCENT, _DESCENT = 0.9375, 0.25  # em above and below: from line to line 1.1875, as in 宋体
_SERIFS = ("Times New Roman", "宋体", "仿宋_GB2312", "方正小标宋简体")

_CONFIGURATION = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>{}</fontconfig>\n'
_OWN = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
_EDIT = '<edit name="family" mode="{}" binding="strong"><string>{}</string></edit>'


class FontSet(StrEnum):
    """Which fonts there are."""

    OWN = "own"  # what this computer has, in a Chinese office
    BARE = "bare"  # the same, in no language: the narrowest columns, the widest letters, the tallest lines
    FEW = "few"  # DejaVu and Noto CJK alone, in no language: the widest columns
    NOTO = "noto"  # nothing but Noto CJK, letters and figures too
    SONG = "song"  # nothing but a font of 宋体's measures, which has its name


def environment(fonts: FontSet, folder: Path) -> dict[str, str]:
    """The variables under which a program sees these fonts; `folder` is for the files that they need."""
    file = folder / "fonts.conf"
    file.write_text(_configuration(fonts, folder), "utf-8")
    locale = BARE_LOCALE if fonts in {FontSet.BARE, FontSet.FEW} else OFFICE_LOCALE
    return {"LC_ALL": locale, "FONTCONFIG_FILE": str(file)}


def _configuration(fonts: FontSet, folder: Path) -> str:
    noto = _file_of("Noto Sans CJK SC").parent
    if fonts is FontSet.NOTO:
        serifs = "".join(_match(name, "Noto Serif CJK SC") for name in _SERIFS)
        return _CONFIGURATION.format(_only([noto], folder, serifs, "Noto Sans CJK SC"))
    if fonts is FontSet.FEW:
        return _CONFIGURATION.format(_only([noto, _file_of("DejaVu Sans").parent], folder, "", "DejaVu Sans"))
    if fonts is FontSet.SONG:
        made = folder / "fonts"
        made.mkdir(exist_ok=True)
        _make_song(made / "song.ttf")
        return _CONFIGURATION.format(_only([made], folder, "", "宋体"))
    return _CONFIGURATION.format(_OWN)


def _only(fonts: list[Path], folder: Path, rules: str, default: str) -> str:
    """The fonts of some folders; `default` stands in for all that no rule names."""
    cache = f"<cachedir>{folder / 'cache'}</cachedir>"
    folders = "".join(f"<dir>{path}</dir>" for path in fonts)
    return f'{folders}{cache}{rules}<match target="pattern">{_EDIT.format("append_last", default)}</match>'


def _match(name: str, instead: str) -> str:
    test = f'<test name="family"><string>{name}</string></test>'
    return f'<match target="pattern">{test}{_EDIT.format("assign", instead)}</match>'


def _file_of(family: str) -> Path:
    command = [shutil.which("fc-match") or "fc-match", "--format=%{family}\t%{file}", family]
    found, _, file = subprocess.run(command, check=True, capture_output=True, text=True).stdout.partition("\t")
    assert family in found.split(","), f"{family} is not installed"
    return Path(file)


def _make_song(target: Path) -> None:
    """UMing, whose letters are as wide as those of 宋体, with lines as tall and its names."""
    font = TTCollection(_file_of(_UMING)).fonts[0]
    ascent, descent = (round(font["head"].unitsPerEm * share) for share in (_ASCENT, _DESCENT))
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ascent, -descent, 0
    measures = font["OS/2"]
    measures.usWinAscent, measures.usWinDescent = ascent, descent
    measures.sTypoAscender, measures.sTypoDescender, measures.sTypoLineGap = ascent, -descent, 0
    names = font["name"]
    names.names = []
    for language, name in ((0x409, "SimSun"), (0x804, "宋体")):
        for place, text in ((1, name), (2, "Regular"), (4, name), (6, "SimSun")):
            names.setName(text, place, 3, 1, language)
    for table in ("BDF ", "EBDT", "EBLC", "FFTM", "GDEF", "GPOS", "GSUB"):
        del font[table]
    font.save(target)
