"""Outside the territoire: whose portal to point to, when this installation knows it."""

from __future__ import annotations

import re

from sectorisation.models import Commune, Territoire


def departement_of(code: str) -> str:
    """ "12" for 12000, "971" for 97110; Corsican postcodes keep "20"."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def portail_of_citycode(citycode: str, *, ici: Territoire) -> Territoire | None:
    """The other territoire that holds this commune."""
    if not citycode:
        return None
    commune = (
        Commune.objects.without_contour()
        .filter(insee=citycode)
        .exclude(territoire=ici)
        .exclude(territoire__url_publique="")
        .select_related("territoire")
        .first()
    )
    return commune.territoire if commune else portail_of_departement(citycode, ici=ici)


def portail_of_text(texte: str, *, ici: Territoire) -> Territoire | None:
    """The same from the postcode somebody typed."""
    codes = re.findall(r"(?<!\d)\d{5}(?!\d)", texte)
    return portail_of_departement(codes[-1], ici=ici) if codes else None


def portail_of_departement(code: str, *, ici: Territoire) -> Territoire | None:
    """The territoire named after the département of this postcode or INSEE code."""
    return (
        Territoire.objects.filter(code=departement_of(code).lower())
        .exclude(pk=ici.pk)
        .exclude(url_publique="")
        .first()
    )
