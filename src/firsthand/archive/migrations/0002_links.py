"""Links: which statements echo which, which documents are alike, whom they credit, and by what all is found."""

from __future__ import annotations

from django.db import migrations, models

import firsthand.archive.models


class Migration(migrations.Migration):
    """Make the tables."""

    dependencies = (("archive", "0001_initial"),)

    operations = (
        migrations.CreateModel(
            name="Hand",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "document_id", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("document_id", models.UUIDField()),
                ("place", models.IntegerField()),
                ("name", firsthand.archive.models.Exact()),
                ("kind", firsthand.archive.models.Exact()),
            ],
            options={
                "db_table": "hand",
            },
        ),
        migrations.CreateModel(
            name="Vector",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("signs", models.BinaryField()),
                ("vectors", models.BinaryField()),
                ("words", models.BinaryField()),
                ("speaker", firsthand.archive.models.Exact()),
            ],
            options={
                "db_table": "local_vector",
            },
        ),
        migrations.CreateModel(
            name="Alike",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("a", "b", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("a", models.UUIDField()),
                ("b", models.UUIDField()),
                ("number", models.BigIntegerField()),
                ("copied", models.FloatField()),
                ("passages", firsthand.archive.models.Exact()),
                ("translated", models.FloatField()),
            ],
            options={
                "db_table": "alike",
                "indexes": [models.Index(fields=["b"], name="alike_b")],
            },
        ),
        migrations.CreateModel(
            name="Echo",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("a", "b", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("a", models.UUIDField()),
                ("b", models.UUIDField()),
                ("number", models.BigIntegerField()),
                ("score", models.FloatField()),
            ],
            options={
                "db_table": "echo",
                "indexes": [models.Index(fields=["b"], name="echo_b")],
            },
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "hash", "document", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hash", models.BigIntegerField()),
                ("document", models.BigIntegerField()),
            ],
            options={
                "db_table": "local_fingerprint",
                "indexes": [models.Index(fields=["document"], name="fingerprint_document")],
            },
        ),
    )
