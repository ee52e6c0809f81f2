from django.db import migrations


class Migration(migrations.Migration):
    # Apart from the copying before it: PostgreSQL alters no table whose new rows it has not checked yet.

    dependencies = [
        ('runtime', '0017_rollouts_and_labels'),
    ]

    operations = [
        migrations.RemoveField(model_name='customer', name='old_labels'),
    ]
