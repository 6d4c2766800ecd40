"""Publishing a couche: the rules of the day become a version that never changes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sectorisation.compilation import compile_couche
from sectorisation.errors import PublicationRefusee
from sectorisation.index import Index
from sectorisation.models import Couche, Version, fingerprint


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing did. `nouvelle` is false when nothing had changed since the last one."""

    version: Version
    nouvelle: bool
    secteurs: int
    communes_sans_secteur: tuple[str, ...]


def publish(*, couche: Couche, now: datetime) -> Publication:
    """Compiles and publishes `couche`; running processes follow at their next request.

    `now` is an aware instant. Raises PublicationRefusee; then nothing changes.
    """
    with transaction.atomic():
        couche = Couche.objects.select_for_update().get(pk=couche.pk)
        compilation = compile_couche(couche)
        if not compilation.secteurs:
            raise PublicationRefusee(f"La couche « {couche.nom} » n'a aucun secteur.")
        # Whatever the index would choke on must be refused now, not found by an usager.
        index = Index(compilation.contenu)
        constat = (compilation.secteurs, index.communes_without_secteur())
        publiee = couche.version_publiee
        if publiee and publiee.empreinte == fingerprint(compilation.contenu):
            return Publication(publiee, False, *constat)
        dernier = Version.objects.filter(couche=couche).aggregate(n=Max("numero"))["n"] or 0
        version = Version.objects.create(
            territoire_id=couche.territoire_id,
            couche=couche,
            numero=dernier + 1,
            contenu=compilation.contenu,
            publiee_le=now,
        )
        couche.version_publiee = version
        couche.save(update_fields=["version_publiee"])
    return Publication(version, True, *constat)
