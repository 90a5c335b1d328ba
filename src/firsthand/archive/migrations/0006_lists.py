"""Lists: what the pages of lists walk along, so that none of them sorts or counts a whole archive."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

import firsthand.archive.models

_OUTLET = "CREATE INDEX document_outlet ON document (outlet, day, number, language) WHERE newest"


def index_outlets(apps: Any, schema_editor: Any) -> None:
    """Make the index of outlets where names of any length go into one."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_OUTLET)


class Migration(migrations.Migration):
    """Make the indexes, and the words of names."""

    dependencies = (("archive", "0005_remarks"),)

    operations = (
        migrations.AddField("appearance", "called", firsthand.archive.models.Exact(null=True)),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word", "called", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("word", firsthand.archive.models.Exact()),
                ("called", firsthand.archive.models.Exact()),
            ],
            options={"db_table": "name_word"},
        ),
        migrations.RemoveIndex("appearance", "appearance_person"),
        migrations.AddIndex("appearance", models.Index(fields=["person_id", "number"], name="appearance_newest")),
        migrations.AddIndex(
            "appearance", models.Index(fields=["person_id", "kind", "called"], name="appearance_names")
        ),
        migrations.AddIndex(
            "appearance", models.Index(fields=["called", "person_id", "kind"], name="appearance_called")
        ),
        migrations.AddIndex(
            "appearance",
            models.Index(
                fields=["person_id", "circumstances"],
                condition=~models.Q(circumstances="[]"),
                name="appearance_circumstances",
            ),
        ),
        migrations.AddIndex("capture", models.Index(fields=["case_id", "number"], name="capture_case")),
        migrations.AddIndex(
            "capture",
            models.Index(
                fields=["number"],
                condition=models.Q(error__isnull=False) | models.Q(unread__isnull=False),
                name="capture_failed",
            ),
        ),
        migrations.AddIndex(
            "document",
            models.Index(fields=["day", "number", "language"], condition=models.Q(newest=True), name="document_newest"),
        ),
        migrations.RemoveIndex("statement", "statement_appearance"),
        migrations.AddIndex("statement", models.Index(fields=["appearance_id", "hidden"], name="statement_speaker")),
        migrations.AddIndex(
            "statement",
            models.Index(fields=["status", "number"], condition=models.Q(hidden=False), name="statement_status"),
        ),
        migrations.RunPython(index_outlets, migrations.RunPython.noop),
    )
