"""What a rule says, in the four ways people say it, checked against the territoire."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from sectorisation.adresses import rues
from sectorisation.adresses.normalisation import street_name
from sectorisation.errors import EditionRefusee
from sectorisation.models import AncienneCommune, Commune, Regle, Territoire
from sectorisation.regles import Porte, same_suffix
from sectorisation.traces import explain_invalid, read_shape

MAX_NUMERO = 99_999


class Contenu(Protocol):
    """One of the four below. `fields` gives the columns of its Regle, or refuses.

    `avant` is the rule being changed: what it already says is not doubted again.
    """

    genre: ClassVar[str]

    def fields(self, territoire: Territoire, avant: Regle | None = None) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Communes:
    """Whole communes, by INSEE code; the code of a merged one stands for the present one."""

    genre: ClassVar[str] = Regle.Genre.COMMUNE
    codes: Sequence[str]

    def fields(self, territoire: Territoire, avant: Regle | None = None) -> dict[str, Any]:
        if not self.codes:
            raise EditionRefusee("Choisissez au moins une commune.", champ="communes")
        return {"communes": current_communes(territoire, self.codes, champ="communes")}


@dataclass(frozen=True, slots=True)
class Voie:
    """A street, or some of its numbers. No `suffixes`: all of them; "": the bare number.

    `nouvelle` keeps a name that the address base does not know yet.
    """

    genre: ClassVar[str] = Regle.Genre.VOIE
    insee: str
    nom: str = ""
    identifiants: tuple[str, ...] = ()
    du: int | None = None
    au: int | None = None
    parite: str = Regle.Parite.TOUS
    suffixes: tuple[str, ...] = ()
    nouvelle: bool = False

    def fields(self, territoire: Territoire, avant: Regle | None = None) -> dict[str, Any]:
        self._check_numbers()
        if avant is not None and self._is_street_of(avant):
            rue = {"insee": avant.insee, "voies": avant.voies, "voie_nom": avant.voie_nom}
        else:
            rue = self._street(territoire)
        return {
            **rue,
            "numero_du": self.du,
            "numero_au": self.au,
            "parite": self.parite or Regle.Parite.TOUS,
            "suffixes": sorted({same_suffix(s)[:12] for s in self.suffixes}),
        }

    def _check_numbers(self) -> None:
        for champ, numero in (("du", self.du), ("au", self.au)):
            if numero is not None and not 0 <= numero <= MAX_NUMERO:
                raise EditionRefusee(f"Écrivez un numéro de 0 à {MAX_NUMERO}.", champ=champ)
        if self.du is not None and self.au is not None and self.au < self.du:
            raise EditionRefusee(
                f"Le dernier numéro ({self.au}) vient avant le premier ({self.du}).", champ="au"
            )
        if self.parite and self.parite not in Regle.Parite.values:
            raise EditionRefusee("Choisissez un côté : pairs, impairs ou tous.", champ="parite")
        if self.du is not None and self.du == self.au and self.parite != Regle.Parite.TOUS:
            pair = self.parite == Regle.Parite.PAIRS
            if (self.du % 2 == 0) != pair:
                raise EditionRefusee(
                    f"Le numéro {self.du} n’est pas {'pair' if pair else 'impair'}.",
                    champ="parite",
                )

    def _is_street_of(self, regle: Regle) -> bool:
        return (self.insee, sorted(self.identifiants), street_name(self.nom)) == (
            regle.insee, sorted(regle.voies), regle.nom_normalise,
        )  # fmt: skip

    def _street(self, territoire: Territoire) -> dict[str, Any]:
        (insee,) = current_communes(territoire, [self.insee], champ="commune")
        if self.identifiants:
            connues = [rues.street(territoire, insee, cle) for cle in self.identifiants]
            trouvees = [rue for rue in connues if rue is not None]
            if len(trouvees) < len(self.identifiants):
                raise EditionRefusee("Cette voie n’est pas dans cette commune.", champ="voie")
            nom = trouvees[0].nom
            return {"insee": insee, "voies": [r.cle for r in trouvees], "voie_nom": nom[:150]}
        nom = " ".join(self.nom.split())[:150]
        if not street_name(nom):
            raise EditionRefusee("Écrivez le nom de la voie.", champ="voie")
        pareilles = rues.streets_named(territoire, insee, nom)
        if len(pareilles) > 1:
            raise EditionRefusee(
                "Plusieurs voies de la commune portent ce nom : choisissez-en une.", champ="voie"
            )
        if pareilles:
            rue = pareilles[0]
            return {"insee": insee, "voies": [rue.cle], "voie_nom": rue.nom[:150]}
        if not self.nouvelle and rues.are_known(territoire):
            raise EditionRefusee(
                f"« {nom[:60]} » est inconnue de la base d’adresses.", champ="voie"
            )
        return {"insee": insee, "voies": [], "voie_nom": nom}


@dataclass(frozen=True, slots=True)
class Polygone:
    """One drawn part: a GeoJSON Polygon in WGS84, holes kept, stored as it is given."""

    genre: ClassVar[str] = Regle.Genre.POLYGONE
    geometrie: dict[str, Any]
    libelle: str = ""

    def fields(self, territoire: Territoire, avant: Regle | None = None) -> dict[str, Any]:
        if not isinstance(self.geometrie, dict) or self.geometrie.get("type") != "Polygon":
            raise EditionRefusee("Dessinez un polygone.", champ="geometrie")
        forme = read_shape(self.geometrie)
        if forme.is_empty or not forme.is_valid:
            raise EditionRefusee(
                f"Ce polygone ne va pas : {explain_invalid(forme)}", champ="geometrie"
            )
        return {"geometrie": self.geometrie, "libelle": " ".join(self.libelle.split())[:200]}


@dataclass(frozen=True, slots=True)
class Adresse:
    """One address, by its identifier in the address base."""

    genre: ClassVar[str] = Regle.Genre.ADRESSE
    identifiant: str
    libelle: str = ""

    def fields(self, territoire: Territoire, avant: Regle | None = None) -> dict[str, Any]:
        libelle = " ".join(self.libelle.split())[:200]
        if avant is not None and self.identifiant == avant.adresse_id:
            return {"libelle": libelle or avant.libelle}
        (insee,) = current_communes(territoire, [self.identifiant[:5]], champ="adresse")
        porte = Porte.read(self.identifiant)
        rue = rues.street(territoire, insee, porte.voie)
        if rue is None or not rues.holds(territoire, rue, porte):
            raise EditionRefusee(
                "Cette adresse n’est pas dans la base d’adresses.", champ="adresse"
            )
        return {
            "adresse_id": self.identifiant[:60],
            "libelle": libelle or rues.label(rue, porte)[:200],
            "insee": insee,
            "voie_nom": rue.nom[:150],
            "voies": [rue.cle],
        }


def current_communes(territoire: Territoire, codes: Sequence[str], *, champ: str) -> list[str]:
    """Present codes of communes of the territoire, in order, once each. Refuses any other."""
    demandes = set(codes)
    actuels = set(
        Commune.objects.of(territoire).filter(insee__in=demandes).values_list("insee", flat=True)
    )
    anciens = dict(
        AncienneCommune.objects.filter(
            territoire=territoire, insee__in=demandes - actuels
        ).values_list("insee", "commune__insee")
    )
    inconnus = sorted(demandes - actuels - anciens.keys())
    if inconnus:
        raise EditionRefusee(
            f"La commune « {inconnus[0][:20]} » n’est pas du territoire.", champ=champ
        )
    return sorted(actuels | set(anciens.values()))
