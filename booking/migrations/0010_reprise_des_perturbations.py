"""The text a Lieu carried becomes a Perturbation of thirty days.

It had no end, and every disturbance has one now: the screen of /cms/ moves it or ends it. Apart
from the removal of the column: PostgreSQL refuses to alter a table whose rows just changed.
"""

import datetime as dt

from django.db import migrations
from django.utils import timezone

DUREE = dt.timedelta(days=30)


def move_texts(apps, schema_editor):
    lieux = apps.get_model("booking", "Lieu")
    perturbations = apps.get_model("booking", "Perturbation")
    now = timezone.now()
    for lieu in lieux.objects.exclude(perturbation=""):
        perturbations.objects.create(
            territoire_id=lieu.territoire_id,
            lieu=lieu,
            gene="modifie",
            texte=lieu.perturbation,
            debut=now,
            fin=now + DUREE,
            cree_le=now,
        )


class Migration(migrations.Migration):
    dependencies = [("booking", "0009_perturbation")]
    operations = [migrations.RunPython(move_texts, migrations.RunPython.noop)]
