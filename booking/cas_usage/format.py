"""The format `parvis-cas-usage/1`: JSON, without anything personal or of one territoire alone.

Telephones, sites, agents, secteurs and identifiers stay at home: the file says what is offered and
how, not by whom. Reading refuses the whole file with French sentences, one a fault.
"""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from booking.errors import CasUsageInvalide
from booking.models import Contact, Mode, Niveau, Rattachement, SorteQuestion

FORMAT = "parvis-cas-usage/1"
OCTETS_MAX = 256 * 1024
FAUTES_MAX = 8
QUESTIONS_MAX = 12
# Tags, and what is not seen but changes what is read: control characters, turns of direction.
_BALISE = re.compile(r"<\s*[a-zA-Z/!?]|[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]")
UN_AN = 365 * 24 * 60


def _plain(text: str) -> str:
    if _BALISE.search(text):
        raise PydanticCustomError("balise", "écrivez du texte, sans balise ni caractère invisible")
    return text


def _text(longueur: int, *, vide: bool = True) -> Any:
    constraints = StringConstraints(
        strip_whitespace=True, max_length=longueur, min_length=0 if vide else 1
    )
    return Annotated[str, constraints, AfterValidator(_plain)]


Nom, NomCourt, Agenda = _text(120, vide=False), _text(30), _text(14)
Ligne, Aide, Paragraphe = _text(240), _text(200), _text(2_000)
Liste = Annotated[list[_text(200, vide=False)], Field(max_length=20)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
Icone = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$", max_length=30)]
Minutes = Annotated[int, Field(ge=0, le=UN_AN)]


class EtapeDecrite(Enum):
    """The words of an Etape in a file."""

    RAPPELS = "rappels"
    SECRETARIAT = "secretariat"
    PRESCRIPTEURS = "prescripteurs"
    EN_LIGNE = "en_ligne"


class _Decrit(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ServiceDecrit(_Decrit):
    slug: Slug
    nom: Nom
    nom_court: NomCourt = ""
    icone: Icone = "services"
    resume: Ligne = ""
    public: Paragraphe = ""
    prestations: Liste = []
    conditions: Paragraphe = ""
    gratuite: Ligne = ""
    pieces: Liste = []
    langues: Ligne = ""
    urgence: Paragraphe = ""
    discret: bool = False
    conservation_mois: Annotated[int, Field(ge=1, le=120)] | None = None


class MotifDecrit(_Decrit):
    model_config = ConfigDict(extra="forbid", strict=True, use_enum_values=True)

    service: Slug
    slug: Slug
    nom: Nom
    nom_court: Agenda = ""
    aide: Aide = ""
    duree: Annotated[int, Field(ge=5, le=720)] = 30
    mode: Literal[tuple(Mode.values)] = Mode.SUR_PLACE.value  # type: ignore[valid-type]
    delai_min: Minutes = 30
    delai_max: Minutes = 90 * 24 * 60
    rattachement: Literal[tuple(Rattachement.values)] = Rattachement.CONSEILLE.value  # type: ignore[valid-type]
    niveau: Literal[tuple(Niveau.values)] = Niveau.LIEU.value  # type: ignore[valid-type]
    ouverture: Literal[tuple(e.value for e in EtapeDecrite)] = EtapeDecrite.SECRETARIAT.value  # type: ignore[valid-type]
    contacts: Annotated[
        list[Literal[tuple(Contact.values)]],  # type: ignore[valid-type]
        Field(min_length=1, max_length=4),
    ] = [Contact.MOBILE.value, Contact.EMAIL.value]
    pour_enfant: bool = False
    naissance: bool = False
    demande_besoins: bool = False
    restriction: Paragraphe = ""
    consigne: Paragraphe = ""
    pieces: Liste = []
    rappels: Annotated[list[Annotated[int, Field(ge=1, le=1_000)]], Field(max_length=5)] = [48]
    deplacable: bool = True
    annulable: bool = True
    delai_deplacement: Minutes = 4 * 60

    @model_validator(mode="after")
    def delays_are_in_order(self) -> Self:
        if self.delai_max <= self.delai_min:
            raise PydanticCustomError("delais", "delai_max doit dépasser delai_min")
        return self


class QuestionDecrite(_Decrit):
    libelle: _text(160, vide=False)  # type: ignore[valid-type]
    aide: Aide = ""
    sorte: Literal[tuple(SorteQuestion.values)]  # type: ignore[valid-type]
    choix: Annotated[list[_text(100, vide=False)], Field(max_length=20)] = []  # type: ignore[valid-type]
    obligatoire: bool = False
    motifs: Annotated[list[Slug], Field(max_length=50)] = []

    @model_validator(mode="after")
    def a_list_has_two_lines(self) -> Self:
        if (self.sorte == SorteQuestion.CHOIX) != (len(self.choix) >= 2):
            raise PydanticCustomError(
                "choix", "une question à choix en propose au moins deux, les autres aucun"
            )
        return self


class CasDecrit(_Decrit):
    """A whole use case. Every slug named exists and none stands twice."""

    format: Literal["parvis-cas-usage/1"] = FORMAT
    slug: Slug
    nom: Nom
    accroche: Ligne = ""
    services: Annotated[list[ServiceDecrit], Field(min_length=1, max_length=20)]
    motifs: Annotated[list[MotifDecrit], Field(min_length=1, max_length=50)]
    questions: Annotated[list[QuestionDecrite], Field(max_length=QUESTIONS_MAX)] = []

    @model_validator(mode="after")
    def names_exist_once(self) -> Self:
        services = [s.slug for s in self.services]
        motifs = [m.slug for m in self.motifs]
        for slugs, quoi in ((services, "service"), (motifs, "motif")):
            twice = next((s for s in slugs if slugs.count(s) > 1), None)
            if twice:
                raise PydanticCustomError("deux_fois", f"deux {quoi}s s’appellent « {twice} »")
        for motif in self.motifs:
            if motif.service not in services:
                raise PydanticCustomError(
                    "inconnu", f"le motif « {motif.slug} » nomme un service absent du fichier"
                )
        for question in self.questions:
            if not set(question.motifs) <= set(motifs):
                raise PydanticCustomError(
                    "inconnu", f"« {question.libelle[:60]} » nomme un motif absent du fichier"
                )
        return self


def agents_only(cas: CasDecrit) -> bool:
    """Nothing of it is for the public, nor for partners (protection de l'enfance)."""
    closed = {EtapeDecrite.RAPPELS.value, EtapeDecrite.SECRETARIAT.value}
    return all(motif.ouverture in closed for motif in cas.motifs)


def read_cas(data: bytes) -> CasDecrit:
    """A file as it was given. Raises CasUsageInvalide, whose sentence names each fault."""
    if len(data) > OCTETS_MAX:
        raise CasUsageInvalide(f"Ce fichier dépasse {OCTETS_MAX // 1024} Ko.")
    try:
        raw = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise CasUsageInvalide("Ce fichier n’est pas du JSON en UTF-8.") from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise CasUsageInvalide(f"Ce fichier n’est pas un cas d’usage au format {FORMAT}.")
    return describe(raw)


def describe(raw: dict[str, Any]) -> CasDecrit:
    """Values as a file has them. Raises CasUsageInvalide, whose sentence names each fault."""
    try:
        return CasDecrit.model_validate(raw)
    except ValidationError as error:
        fautes = [_say(fault) for fault in error.errors(include_url=False)]
        rest = len(fautes) - FAUTES_MAX
        more = [f"et {rest} autre(s) faute(s)"] if rest > 0 else []
        raise CasUsageInvalide("\n".join([*fautes[:FAUTES_MAX], *more])) from None


def write_cas(cas: CasDecrit) -> bytes:
    """The file of a use case, what is by default left out."""
    described = {"format": FORMAT, **cas.model_dump(mode="json", exclude_defaults=True)}
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


_MOTS = {
    "missing": "il manque",
    "extra_forbidden": "ce nom n’est pas connu",
    "string_type": "un texte est attendu",
    "int_type": "un nombre entier est attendu",
    "bool_type": "vrai ou faux (true, false) est attendu",
    "list_type": "une liste est attendue",
    "model_type": "un objet est attendu",
    "string_pattern_mismatch": "minuscules sans accent, chiffres et tirets seulement",
    "string_too_short": "ce texte est vide",
    "string_unicode": "un caractère est illisible",
    "invalid_key": "un nom est illisible",
}


def _say(fault: ErrorDetails) -> str:
    """ "motifs, 2e, duree : un nombre entier est attendu"."""
    where = ", ".join(f"{p + 1}e" if isinstance(p, int) else str(p)[:40] for p in fault["loc"])
    kind, context = fault["type"], fault.get("ctx") or {}
    what = _MOTS.get(kind, "")
    if kind == "literal_error":
        offered = context["expected"].replace(" or ", ", ").replace("'", "")
        what = f"choisissez parmi {offered}"
    elif kind == "string_too_long":
        what = f"{context['max_length']} caractères au plus"
    elif kind in ("too_long", "too_short"):
        what = f"de {context.get('min_length', 0)} à {context.get('max_length', '…')} éléments"
    elif kind in ("greater_than_equal", "less_than_equal"):
        what = f"ce nombre est hors des bornes ({context.get('ge', context.get('le'))})"
    return f"{where or 'Fichier'} : {what or fault['msg']}"
