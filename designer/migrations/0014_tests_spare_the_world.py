"""Saved tests say whether they really change things outside. Those that are there always did, and go on doing so."""

from django.db import migrations, models

HELP = "Steps that change something outside are really carried out."


class Migration(migrations.Migration):
    dependencies = [("designer", "0013_account_dialog")]

    operations = [
        migrations.AddField("savedtest", "calls_out", models.BooleanField(default=True, help_text=HELP)),
        migrations.AlterField("savedtest", "calls_out", models.BooleanField(default=False, help_text=HELP)),
    ]
