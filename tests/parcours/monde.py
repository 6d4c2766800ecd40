"""A small territoire where the whole journey can be played: addresses, secteurs, sites, services."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from booking.models import Agent, Lieu, Mode, Motif, Rattachement, Service
from home.models import Portail
from sectorisation.imports.adresses import import_adresses
from sectorisation.models import Regle, Secteur, Territoire
from sectorisation.publication import publish
from tests.factories.booking import (
    AttributionFactory,
    LieuFactory,
    MotifFactory,
    OrganisationFactory,
    PlageFactory,
    ServiceFactory,
)
from tests.factories.home import PortailFactory, SiteFactory
from tests.factories.sectorisation import (
    CommuneFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    TerritoireFactory,
    square,
)

ENTETE = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat;source"
TOUS_LES_JOURS = ["monday", "tuesday", "wednesday", "thursday", "friday"]


@dataclass(slots=True)
class Monde:
    """What the tests name. `orval` (west) and `brissoles` are competent; `courville` is neither."""

    territoire: Territoire
    portail: Portail
    hote: str
    orval: Lieu
    brissoles: Lieu
    courville: Lieu
    ouest: Secteur
    est: Secteur
    pmi: Service
    consultation: Motif
    impose: Motif
    demarche: Motif
    secret: Motif
    telephone: Motif
    agents: list[Agent]


def build(*, dossier: Path, now: dt.datetime, hote: str = "orne.example.test") -> Monde:
    """Make it. `dossier` receives the address file to import."""
    territoire = TerritoireFactory(code="orne", nom="Val-d’Orne", sur_nom="Département du")
    portail = PortailFactory(territoire=territoire, site=SiteFactory(hostname=hote))
    ouest, est = _secteurs(territoire, now)
    _adresses(territoire, dossier)
    equipe = OrganisationFactory(
        territoire=territoire,
        nom="Maison des solidarités",
        horaires_telephone="Du lundi au vendredi, 9 h à 17 h",
    )
    orval = LieuFactory(
        territoire=territoire, organisation=equipe, nom="Maison d’Orval", lon=2.02, lat=44.02
    )
    brissoles = LieuFactory(
        territoire=territoire, organisation=equipe, nom="Pôle de Brissoles", lon=2.15, lat=44.05
    )
    courville = LieuFactory(
        territoire=territoire, organisation=equipe, nom="Antenne de Courville", lon=2.3, lat=44.2
    )
    AttributionFactory(secteur=ouest, lieu=orval)
    AttributionFactory(secteur=est, lieu=brissoles)
    motifs = _motifs(territoire, ouest)
    premier = now.astimezone(territoire.zone).date()
    lundi = premier - dt.timedelta(days=premier.weekday())
    plages = [
        PlageFactory(
            lieu=lieu,
            motifs=list(motifs.values()),
            premier_jour=lundi,
            heure_debut=dt.time(debut),
            heure_fin=dt.time(fin),
            recurrence={"every": "week", "interval": 1, "on": TOUS_LES_JOURS},
            jusqu_au=dt.date.max,
        )
        for lieu, debut, fin in ((orval, 9, 12), (brissoles, 10, 12), (courville, 14, 16))
    ]
    return Monde(
        territoire=territoire,
        portail=portail,
        hote=hote,
        orval=orval,
        brissoles=brissoles,
        courville=courville,
        ouest=ouest,
        est=est,
        pmi=motifs["consultation"].service,
        agents=[plage.agent for plage in plages],
        **motifs,
    )


def _motifs(territoire: Territoire, ouest: Secteur) -> dict[str, Motif]:
    pmi = ServiceFactory(
        territoire=territoire, nom="PMI", couche=ouest.couche, pieces=["Le carnet de santé"]
    )
    social = ServiceFactory(territoire=territoire, nom="Service social")
    secret = ServiceFactory(territoire=territoire, nom="Santé sexuelle", discret=True)
    return {
        "consultation": MotifFactory(
            territoire=territoire,
            service=pmi,
            nom="Consultation avec un médecin",
            pour_enfant=True,
            naissance=True,
            demande_besoins=True,
            rattachement=Rattachement.CONSEILLE,
        ),
        "impose": MotifFactory(
            territoire=territoire,
            service=pmi,
            nom="Peser mon bébé",
            pour_enfant=True,
            contacts=["mobile", "fixe", "email", "aucun"],
            rattachement=Rattachement.IMPOSE,
        ),
        "demarche": MotifFactory(
            territoire=territoire,
            service=social,
            nom="Aide à une démarche",
            contacts=["mobile", "fixe", "email"],
            restriction="Un rendez-vous par foyer.",
        ),
        "secret": MotifFactory(
            territoire=territoire, service=secret, nom="Parler de contraception"
        ),
        "telephone": MotifFactory(
            territoire=territoire,
            service=social,
            nom="Parler à un travailleur social",
            mode=Mode.TELEPHONE,
            contacts=["mobile", "fixe"],
        ),
    }


def _secteurs(territoire: Territoire, now: dt.datetime) -> tuple[Secteur, Secteur]:
    """Orval is cut in two by the meridian 2.05; Brissoles, next to it, lies in the east alone."""
    CommuneFactory(territoire=territoire, insee="61001", nom="Orval", contour=square(2.0, 44.0))
    CommuneFactory(territoire=territoire, insee="61002", nom="Brissoles", contour=square(2.1, 44.0))
    couche = CoucheFactory(territoire=territoire, slug="pmi")
    ouest = SecteurFactory(couche=couche, code="O", nom="Orval-Ouest")
    est = SecteurFactory(couche=couche, code="E", nom="Orval-Est")
    for secteur, lon in ((ouest, 2.0), (est, 2.05)):
        ring = [[lon, 44.0], [lon + 0.05, 44.0], [lon + 0.05, 44.1], [lon, 44.1], [lon, 44.0]]
        RegleFactory(
            secteur=secteur,
            genre=Regle.Genre.POLYGONE,
            geometrie={"type": "Polygon", "coordinates": [ring]},
        )
    RegleFactory(secteur=est, communes=["61002"])
    publish(couche=couche, now=now)
    return ouest, est


def _adresses(territoire: Territoire, dossier: Path) -> None:
    """Rue des Lilas runs across the two secteurs of Orval; Rue Courte stays in the west."""
    lines = [ENTETE]
    streets = (
        ("61001", "Orval", "61100", "Rue des Lilas", 2.01, 0.004),
        ("61001", "Orval", "61100", "Rue Courte", 2.01, 0.001),
        ("61002", "Brissoles", "61200", "Rue du Lavoir", 2.12, 0.001),
    )
    for rank, (insee, commune, postcode, street, lon, step) in enumerate(streets):
        for number in range(1, 21):
            key = f"{insee}_{rank:04d}"
            lines.append(
                f"{key}_{number:05d};{key};{number};;{street};{postcode};{insee};{commune};"
                f"{lon + number * step:.6f};{44.02 + rank * 0.01:.6f};OSM"
            )
    file = dossier / "adresses-orne.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    import_adresses(territoire=territoire, chemin=file)
