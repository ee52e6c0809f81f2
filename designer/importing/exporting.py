"""An integration as a file of another product.

For: the draft with what is remembered of where it came from, as text, with what could not be said there at its head.
Not here: our own YAML (`designer.integrations.yaml_format`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from designer.importing.models import Origin
from designer.importing.prismatic.dialects import OF_2020, V7
from designer.importing.prismatic.writing import Came, Unwritable, write
from designer.integrations.yaml_format import Dumper
from runtime.engine.schema import sound_part
from runtime.instances.models import Integration

DIALECTS = (V7, OF_2020)


def export(integration: Integration, definition: Mapping[str, Any], dialect: str) -> str:
    """Raises `Unwritable`."""
    sound, _ = sound_part(dict(definition))
    if sound is None or len(sound.get("flows", ())) != len(definition.get("flows", ())):
        raise Unwritable("Part of the draft has not the shape of one: solve its problems first, then export it.")
    origin = Origin.objects.of(integration.tenant_id).filter(integration=integration).first()
    came = Came(origin.dialect, origin.source, origin.definition) if origin else None
    written = write(definition, dialect, came)
    told = "".join(f"# {' '.join(line.message.split())}\n" for line in written.report.lines)
    head = f"# What works otherwise there, or is not there:\n{told}" if told else ""
    return head + yaml.dump(written.document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
