from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_alter_eventpage_territories")]

    operations = [
        migrations.AddField(
            "eventpage",
            "last_day",
            models.DateField(blank=True, db_index=True, default=date(2026, 1, 1), editable=False),
            preserve_default=False,
        )
    ]
