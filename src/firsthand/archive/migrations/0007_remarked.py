"""Remarked: the index along which statements are found by their tags and by whom they are assigned to."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_WHERE = "WHERE undone IS NULL AND act IN ('tag', 'assign')"
_ON = {
    "sqlite": "(act, said, number)",
    "postgresql": "USING hash (said)",  # its other indexes take no text of any length
}


def index_remarks(apps: Any, schema_editor: Any) -> None:
    """Make the index."""
    schema_editor.execute(f"CREATE INDEX remark_said ON remark {_ON[schema_editor.connection.vendor]} {_WHERE}")


class Migration(migrations.Migration):
    """Make the index."""

    dependencies = (("archive", "0006_lists"),)

    operations = (migrations.RunPython(index_remarks, migrations.RunPython.noop),)
