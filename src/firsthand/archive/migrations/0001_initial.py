"""The log, its projection, and the search index."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

import firsthand.archive.models
from firsthand.archive import search


def make_search(apps: Any, schema_editor: Any) -> None:
    """Make the search index, which Django does not know."""
    for sql in search.CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Actor",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("kind", firsthand.archive.models.Exact()),
                ("name", firsthand.archive.models.Exact()),
            ],
            options={
                "db_table": "actor",
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("name", firsthand.archive.models.Exact()),
                ("purpose", firsthand.archive.models.Exact()),
                ("basis", firsthand.archive.models.Exact()),
                ("members", firsthand.archive.models.Exact()),
                ("review_on", firsthand.archive.models.Exact()),
                ("hold", models.BooleanField()),
            ],
            options={
                "db_table": "case",
            },
        ),
        migrations.CreateModel(
            name="Erased",
            fields=[
                ("digest", firsthand.archive.models.Exact(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
            options={
                "db_table": "erased",
            },
        ),
        migrations.CreateModel(
            name="LogCheckpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("note", firsthand.archive.models.Exact()),
            ],
            options={
                "db_table": "log_checkpoint",
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("bytes", models.BinaryField()),
                ("peaks", models.BinaryField()),
            ],
            options={
                "db_table": "log_entry",
            },
        ),
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("authority", firsthand.archive.models.Exact()),
                ("token", firsthand.archive.models.Exact(null=True)),
                ("error", firsthand.archive.models.Exact(null=True)),
            ],
            options={
                "db_table": "stamp",
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.UUIDField()),
                ("number", models.BigIntegerField()),
            ],
            options={
                "db_table": "subject",
            },
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("document_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("name", firsthand.archive.models.Exact(null=True)),
                ("kind", firsthand.archive.models.Exact()),
                ("age", models.IntegerField(null=True)),
                ("role", firsthand.archive.models.Exact(null=True)),
                ("key", firsthand.archive.models.Exact(null=True)),
                ("circumstances", firsthand.archive.models.Exact()),
            ],
            options={
                "db_table": "appearance",
                "indexes": [
                    models.Index(fields=["key", "person_id", "number"], name="appearance_key"),
                    models.Index(fields=["person_id"], name="appearance_person"),
                    models.Index(fields=["document_id"], name="appearance_document"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Capture",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(unique=True)),
                ("case_id", models.UUIDField()),
                ("run_id", models.UUIDField()),
                ("within", models.UUIDField(null=True)),
                ("key", firsthand.archive.models.Exact(null=True)),
                ("address", firsthand.archive.models.Exact()),
                ("url", firsthand.archive.models.Exact(null=True)),
                ("obtained", firsthand.archive.models.Exact()),
                ("at", firsthand.archive.models.Exact()),
                ("media_type", firsthand.archive.models.Exact(null=True)),
                ("digest", firsthand.archive.models.Exact(null=True)),
                ("size", models.BigIntegerField()),
                ("error", firsthand.archive.models.Exact(null=True)),
                ("unread", firsthand.archive.models.Exact(null=True)),
                ("document_id", models.UUIDField(null=True)),
                ("detail", firsthand.archive.models.Exact()),
            ],
            options={
                "db_table": "capture",
                "indexes": [
                    models.Index(fields=["digest"], name="capture_digest"),
                    models.Index(fields=["document_id"], name="capture_document"),
                    models.Index(fields=["run_id"], name="capture_run"),
                    models.Index(fields=["within"], name="capture_within"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("act", firsthand.archive.models.Exact()),
                ("subject", models.UUIDField()),
                ("other", models.UUIDField(null=True)),
                ("kind", firsthand.archive.models.Exact()),
                ("by_id", models.UUIDField()),
                ("at", firsthand.archive.models.Exact()),
                ("reason", firsthand.archive.models.Exact(null=True)),
                ("seen", firsthand.archive.models.Exact()),
                ("detail", firsthand.archive.models.Exact(null=True)),
                ("undone", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "decision",
                "indexes": [
                    models.Index(fields=["subject"], name="decision_subject"),
                    models.Index(fields=["other"], name="decision_other"),
                    models.Index(fields=["detail"], name="decision_detail"),
                    models.Index(fields=["act", "undone"], name="decision_act"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(unique=True)),
                ("digest", firsthand.archive.models.Exact()),
                ("address", firsthand.archive.models.Exact()),
                ("page", firsthand.archive.models.Exact()),
                ("title", firsthand.archive.models.Exact(null=True)),
                ("outlet", firsthand.archive.models.Exact(null=True)),
                ("byline", firsthand.archive.models.Exact(null=True)),
                ("url", firsthand.archive.models.Exact(null=True)),
                ("language", firsthand.archive.models.Exact(null=True)),
                ("published", firsthand.archive.models.Exact(null=True)),
                ("text", firsthand.archive.models.Exact()),
                ("reading", firsthand.archive.models.Exact()),
                ("reader", firsthand.archive.models.Exact()),
                ("day", firsthand.archive.models.Exact()),
                ("captured", models.BigIntegerField()),
                ("newest", models.BooleanField()),
            ],
            options={
                "db_table": "document",
                "indexes": [models.Index(fields=["page"], name="document_page")],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "capture_id", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("capture_id", models.UUIDField()),
                ("place", models.IntegerField()),
                ("name", firsthand.archive.models.Exact(null=True)),
                ("media_type", firsthand.archive.models.Exact(null=True)),
                ("digest", firsthand.archive.models.Exact()),
                ("size", models.BigIntegerField()),
            ],
            options={
                "db_table": "part",
                "indexes": [models.Index(fields=["digest"], name="part_digest")],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("document_id", models.UUIDField()),
                ("text", firsthand.archive.models.Exact()),
                ("reading", firsthand.archive.models.Exact()),
                ("reader", firsthand.archive.models.Exact()),
            ],
            options={
                "db_table": "reading",
                "indexes": [models.Index(fields=["document_id"], name="reading_document")],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("case_id", models.UUIDField()),
                ("arguments", firsthand.archive.models.Exact()),
                ("ended", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "run",
                "indexes": [models.Index(fields=["arguments"], name="run_arguments")],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("id", models.UUIDField(unique=True)),
                ("document_id", models.UUIDField()),
                ("appearance_id", models.UUIDField()),
                ("label", firsthand.archive.models.Exact()),
                ("type", firsthand.archive.models.Exact()),
                ("act", firsthand.archive.models.Exact()),
                ("words", firsthand.archive.models.Exact()),
                ("source", firsthand.archive.models.Exact()),
                ("cue", firsthand.archive.models.Exact()),
                ("content", firsthand.archive.models.Exact()),
                ("circumstances", firsthand.archive.models.Exact()),
                ("within", models.UUIDField(null=True)),
                ("score", models.FloatField()),
                ("reader", firsthand.archive.models.Exact()),
                ("hidden", models.BooleanField()),
                ("status", firsthand.archive.models.Exact()),
                ("decided_by", firsthand.archive.models.Exact(null=True)),
                ("visibility", firsthand.archive.models.Exact()),
                ("echo_id", models.UUIDField(null=True)),
                ("tokens", firsthand.archive.models.Exact()),
                ("lemmas", firsthand.archive.models.Exact()),
            ],
            options={
                "db_table": "statement",
                "indexes": [
                    models.Index(fields=["document_id"], name="statement_document"),
                    models.Index(fields=["appearance_id"], name="statement_appearance"),
                ],
            },
        ),
        migrations.RunPython(make_search),
    ]
