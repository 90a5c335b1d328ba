"""Remarks: what people note, tag, grade, translate, assign, and judge of edges; and what a case allows of that."""

from __future__ import annotations

from django.db import migrations, models

import firsthand.archive.models


class Migration(migrations.Migration):
    """Make the table, and give cases their columns: what stands in them then comes from the log."""

    dependencies = (("archive", "0004_clear"),)

    operations = (
        migrations.AddField("case", "tags", firsthand.archive.models.Exact(default="[]"), preserve_default=False),
        migrations.AddField("case", "grades", models.BooleanField(default=False), preserve_default=False),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("act", firsthand.archive.models.Exact()),
                ("subject", models.UUIDField()),
                ("other", models.UUIDField(null=True)),
                ("by_id", models.UUIDField()),
                ("at", firsthand.archive.models.Exact()),
                ("said", firsthand.archive.models.Exact(null=True)),
                ("detail", firsthand.archive.models.Exact(null=True)),
                ("undone", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "remark",
                "indexes": [
                    models.Index(fields=["subject"], name="remark_subject"),
                    models.Index(fields=["other"], name="remark_other"),
                    models.Index(fields=["detail"], name="remark_detail"),
                ],
            },
        ),
    )
