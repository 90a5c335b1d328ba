"""Clear: which documents may be seen by whoever must not learn who a protected person is, and by what that is found."""

from __future__ import annotations

from django.db import migrations, models

import firsthand.archive.models


class Migration(migrations.Migration):
    """Make the tables."""

    dependencies = (("archive", "0003_corrections"),)

    operations = (
        migrations.CreateModel(
            name="Clear",
            fields=[
                ("document", models.BigIntegerField(primary_key=True, serialize=False)),
            ],
            options={
                "db_table": "local_clear",
            },
        ),
        migrations.CreateModel(
            name="OfCaptives",
            fields=[
                ("document", models.BigIntegerField(primary_key=True, serialize=False)),
            ],
            options={
                "db_table": "local_of_captives",
            },
        ),
        migrations.CreateModel(
            name="ClearState",
            fields=[
                ("rule", firsthand.archive.models.Exact(primary_key=True, serialize=False)),
                ("begun", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
            ],
            options={
                "db_table": "local_clear_state",
            },
        ),
        migrations.CreateModel(
            name="Guarded",
            fields=[
                ("appearance", models.UUIDField(primary_key=True, serialize=False)),
                ("person", models.UUIDField()),
                ("document", models.BigIntegerField()),
                ("name", firsthand.archive.models.Exact(null=True)),
            ],
            options={
                "db_table": "local_guarded",
                "indexes": [
                    models.Index(fields=["person"], name="guarded_person"),
                    models.Index(fields=["document"], name="guarded_document"),
                    models.Index(fields=["name"], name="guarded_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuardedWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "word", "name", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", firsthand.archive.models.Exact()),
                ("word", firsthand.archive.models.Exact()),
                ("name", firsthand.archive.models.Exact()),
            ],
            options={
                "db_table": "local_guarded_word",
                "indexes": [
                    models.Index(fields=["word"], name="guarded_word_word"),
                    models.Index(fields=["name"], name="guarded_word_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word", "document", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("word", firsthand.archive.models.Exact()),
                ("document", models.BigIntegerField()),
            ],
            options={
                "db_table": "local_mention",
                "indexes": [models.Index(fields=["document"], name="mention_document")],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("word", firsthand.archive.models.Exact()),
                ("key", firsthand.archive.models.Exact()),
                ("guarded", models.BooleanField()),
            ],
            options={
                "db_table": "local_word",
                "indexes": [models.Index(fields=["key"], name="word_key")],
            },
        ),
    )
