"""One street as référents share it: what names it, its rules, its known numbers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sectorisation.adresses import rues
from sectorisation.edition import Voie, street_rules
from sectorisation.models import Commune, Couche, Regle


@dataclass(frozen=True, slots=True)
class RueEcrite:
    """`voie` names it; `numeros` is empty when the address base does not know it."""

    voie: Voie
    commune: str
    regles: list[Regle]
    numeros: list[rues.Numero]
    connue: bool

    def part_of(self, regle: Regle) -> Voie:
        return Voie(
            self.voie.insee,
            self.voie.nom,
            self.voie.identifiants,
            du=regle.numero_du,
            au=regle.numero_au,
            parite=regle.parite,
            suffixes=tuple(regle.suffixes),
        )


def read_street(couche: Couche, *, insee: str, cle: str = "", regle: str = "") -> RueEcrite | None:
    """A street of the address base by its identifier, or the one a rule names; None for neither.

    A rule whose identifier is gone leads to the street of its name, as it does when compiled.
    """
    commune = (
        Commune.objects.filter(territoire_id=couche.territoire_id, insee=insee)
        .values_list("nom", flat=True)
        .first()
    )
    if commune is None:
        return None
    rue = rues.street(couche.territoire, insee, cle) if cle else None
    nommee = _named_by(couche, insee, cle, regle) if rue is None else None
    if nommee is not None:
        memes = rues.streets_named(couche.territoire, insee, nommee.voie_nom)
        rue = memes[0] if len(memes) == 1 else None
    if rue is not None:
        siennes = _rules_of(couche, rue)
        numeros = rues.numbers(couche.territoire, rue)
        return RueEcrite(Voie(insee, rue.nom, (rue.cle,)), commune, siennes, numeros, True)
    if nommee is None:
        return None
    siennes = street_rules(
        couche, insee=insee, cle=next(iter(nommee.voies), ""), nom=nommee.nom_normalise
    )
    voie = Voie(insee, nommee.voie_nom, tuple(nommee.voies), nouvelle=True)
    return RueEcrite(voie, commune, siennes, [], False)


def _rules_of(couche: Couche, rue: rues.Rue) -> list[Regle]:
    """Those that know the street by its identifier, by its name, or by one that no longer is."""
    siennes = street_rules(couche, insee=rue.insee, cle=rue.cle, nom=rue.mots)
    nommees = Regle.objects.of_couche(couche).of_kind(Regle.Genre.VOIE).without_geometry()
    perdues = [
        regle
        for regle in nommees.filter(insee=rue.insee, nom_normalise=rue.mots).select_related(
            "secteur"
        )
        if regle.voies
        and not any(rues.street(couche.territoire, rue.insee, cle) for cle in regle.voies)
    ]
    return sorted({r.pk: r for r in [*siennes, *perdues]}.values(), key=lambda r: r.pk)


def _named_by(couche: Couche, insee: str, cle: str, uid: str) -> Regle | None:
    """A rule about a street that the address base does not know, or no longer."""
    voies = Regle.objects.of_couche(couche).of_kind(Regle.Genre.VOIE).filter(insee=insee)
    if cle:
        return next(iter(street_rules(couche, insee=insee, cle=cle)), None)
    try:
        return voies.without_geometry().filter(uid=uuid.UUID(uid)).first()
    except ValueError:
        return None
