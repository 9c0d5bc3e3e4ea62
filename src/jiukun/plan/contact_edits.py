"""Sets contacts in the text of data/units.yaml, and changes nothing else of it."""

from __future__ import annotations

from collections.abc import Mapping

from jiukun.diagnostics.diagnostic import FieldPath
from jiukun.plan.loading import UNITS
from jiukun.plan.model import Unit, Units
from jiukun.plan.rule import Contact
from jiukun.yamlsource.editing import encoded_like, with_texts
from jiukun.yamlsource.reading import load

ContactEdits = Mapping[tuple[str, str], Contact]  # by 简称 and by 责任领导 or 责任人


def with_contacts(data: bytes, path: str, contacts: ContactEdits) -> bytes | None:
    """The bytes of units.yaml with these contacts in it.

    None where the file is written in such a way that this would change more than the contacts.
    """
    document, units, _ = load(data, path, UNITS, Units)
    if document is None or units is None:
        return None
    changes: dict[FieldPath, dict[str, str]] = {
        ("单位", place, role): contact.texts
        for place, unit in enumerate(units.units)
        for role in unit.contacts
        if (contact := contacts.get((unit.short, role))) is not None
    }
    written = encoded_like(with_texts(document, changes), document, data)
    intended = units.model_copy(update={"units": tuple(_with(unit, contacts) for unit in units.units)})
    return written if written and load(written, path, UNITS, Units).model == intended else None


def _with(unit: Unit, contacts: ContactEdits) -> Unit:
    leader, person = (contacts.get((unit.short, role), contact) for role, contact in unit.contacts.items())
    return unit.model_copy(update={"leader": leader, "person": person})
