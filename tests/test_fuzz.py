"""The bounded fuzz: every kind of file gone wrong, by every command that reads it; scripts/fuzz.py is the long one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.fuzzing import KINDS, complaint, laid


@pytest.mark.parametrize("name", KINDS)
def test_whatever_a_file_holds_is_told_or_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    kind = KINDS[name]
    monkeypatch.setenv("COLUMNS", "100")

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
    @given(kind.inputs, st.sampled_from(kind.commands))
    def survives(data: bytes, command: str) -> None:
        assert complaint(laid(tmp_path, kind, data), command) == ""

    survives()
