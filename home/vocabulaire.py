"""Words that mean the same: those that hold everywhere, and those a portail adds.

A search that finds nothing is counted so that an editor may add a synonym; what could be personal
(figures, an address, a sentence) is never kept.
"""

from __future__ import annotations

import datetime as dt
import re

from django.db import connection, transaction

from home.models import Portail, RechercheVaine, Synonyme

PARTOUT = (
    "bébé, nourrisson, nouveau-né, petite enfance, PMI",
    "enceinte, grossesse, maternité, sage-femme, PMI",
    "vaccin, vaccination, piqûre, PMI",
    "contraception, pilule, stérilet, IVG, avortement, santé sexuelle",
    "IST, MST, dépistage, VIH, sida, santé sexuelle",
    "planning familial, CPEF, santé sexuelle",
    "assistante sociale, aide sociale, service social",
    "RSA, revenu de solidarité, insertion",
    "handicap, AAH, AEEH, MDPH",
    "carte d’identité, CNI, papiers, titre d’identité",
    "passeport, titre d’identité",
    "impôts, CAF, carte grise, démarches, France services",
    "ordinateur, internet, smartphone, informatique, numérique",
    "personne âgée, grand âge, vieillesse, APA, autonomie",
    "violence, frappée, maltraitance, danger",
    "logement, loyer, expulsion, FSL",
)
MOTS_AU_PLUS = 3
_LONGUEUR = 60
_PERSONNEL = re.compile(r"[\d@]|https?:|www\.", re.IGNORECASE)

_AJOUTER = """
    INSERT INTO home_recherchevaine (portail_id, mois, mots, fois) VALUES (%s, %s, %s, 1)
    ON CONFLICT (portail_id, mois, mots) DO UPDATE SET fois = home_recherchevaine.fois + 1
"""
# Beyond so many different words a month, only those already known are counted.
DIFFERENTES_PAR_MOIS = 500


def terms_of(mots: str) -> list[str]:
    """ "bébé, nourrisson" gives its terms."""
    return [term.strip() for term in mots.split(",") if term.strip()]


def groups_of(portail: Portail) -> list[list[str]]:
    """Terms that mean the same, those of the portail first."""
    own = Synonyme.objects.filter(portail=portail).values_list("mots", flat=True)
    return [terms_of(mots) for mots in (*own, *PARTOUT)]


def note_vain(portail: Portail, words: list[str], *, question: str, now: dt.datetime) -> None:
    """Count a search that found nothing. `words`: its normal form, empty words left out."""
    text = " ".join(words)
    if not words or len(words) > MOTS_AU_PLUS or len(text) > _LONGUEUR:
        return
    if _PERSONNEL.search(question):
        return
    month = now.astimezone(portail.territoire.zone).date().replace(day=1)
    rows = RechercheVaine.objects.filter(portail=portail, mois=month)
    if not rows.filter(mots=text).exists() and rows.count() >= DIFFERENTES_PAR_MOIS:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_AJOUTER, [portail.pk, month, text])
