"""Made: by which version of the program the rows were made. None is known of older ones: they are made anew."""

from __future__ import annotations

from django.db import migrations

import firsthand.archive.models


class Migration(migrations.Migration):
    """Make the table."""

    dependencies = (("archive", "0007_remarked"),)

    operations = (
        migrations.CreateModel(
            name="Made",
            fields=[("by", firsthand.archive.models.Exact(primary_key=True, serialize=False))],
            options={"db_table": "local_made"},
        ),
    )
