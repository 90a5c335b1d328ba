"""Corrections: what people set in statements, what was read there, and what statements were split and joined into."""

from __future__ import annotations

from django.db import migrations, models

import firsthand.archive.models


class Migration(migrations.Migration):
    """Make the tables."""

    dependencies = (("archive", "0002_links"),)

    operations = (
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("statement_id", models.UUIDField()),
                ("document_id", models.UUIDField()),
                ("change", firsthand.archive.models.Exact()),
                ("undone", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "correction",
                "indexes": [
                    models.Index(fields=["statement_id"], name="correction_statement"),
                    models.Index(fields=["document_id"], name="correction_document"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AsRead",
            fields=[
                ("statement_id", models.UUIDField(primary_key=True, serialize=False)),
                ("document_id", models.UUIDField()),
                ("said", firsthand.archive.models.Exact()),
            ],
            options={
                "db_table": "as_read",
                "indexes": [models.Index(fields=["document_id"], name="as_read_document")],
            },
        ),
        migrations.CreateModel(
            name="Successor",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "number", "before_id", "after_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("before_id", models.UUIDField()),
                ("after_id", models.UUIDField()),
                ("document_id", models.UUIDField()),
                ("act", firsthand.archive.models.Exact()),
                ("undone", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "successor",
                "indexes": [
                    models.Index(fields=["before_id"], name="successor_before"),
                    models.Index(fields=["after_id"], name="successor_after"),
                    models.Index(fields=["document_id"], name="successor_document"),
                ],
            },
        ),
    )
