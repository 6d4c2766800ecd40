"""Which secteur, and which sites, an address or a point belongs to."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from booking.services.lot import Repondeur
from sectorisation.management.base import CommandeTerritoire, existing_file, questions
from sectorisation.models import Couche, Territoire


class Command(CommandeTerritoire):
    help = (
        "Dit le secteur et les lieux d'une adresse, d'un point, ou de chaque ligne d'un CSV "
        "(colonnes q, lon, lat) ; une ligne JSON par réponse."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("texte", nargs="?", metavar="TEXTE", help="adresse à rattacher")
        parser.add_argument("--lon", help="longitude en degrés")
        parser.add_argument("--lat", help="latitude en degrés")
        parser.add_argument("--fichier", type=existing_file, metavar="CSV")
        parser.add_argument(
            "--couche", default="", metavar="NOM", help="inutile s'il n'y en a qu'une"
        )
        parser.add_argument(
            "--a-blanc", action="store_true", help="répond par la version à blanc de la couche"
        )
        parser.add_argument(
            "--json", action="store_true", help="écrit du JSON, une ligne par adresse"
        )

    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        demandes = (options["texte"], options["fichier"], options["lon"] or options["lat"])
        if sum(d is not None for d in demandes) != 1:
            raise CommandError("Donnez une adresse, ou --lon et --lat, ou --fichier CSV.")
        couche = _couche(territoire, options["couche"])
        version = couche.version_a_blanc if options["a_blanc"] else couche.version_publiee
        if options["a_blanc"] and version is None:
            raise CommandError(f"La couche « {couche.nom} » n'a pas de version à blanc.")
        repondeur = Repondeur(couche, version)
        for question in questions(options):
            if question["lon"] or question["lat"]:
                point = _point(question)
                # One unreadable line must not end a batch of a hundred thousand.
                if point is None and not options["fichier"]:
                    raise CommandError("Longitude ou latitude illisible.")
                reponse = repondeur.answer_point(question["q"], point)
            else:
                reponse = repondeur.answer_text(question["q"])
            if options["json"] or options["fichier"]:
                self.write_json(reponse)
            else:
                self.stdout.write(
                    f"{reponse['statut']} : secteur {reponse['secteur'] or 'aucun'}"
                    f" (règle {reponse['regle'] or 'aucune'}), lieux : "
                    + (", ".join(lieu["nom"] for lieu in reponse["lieux"]) or "aucun")
                )


def _couche(territoire: Territoire, slug: str) -> Couche:
    couches = Couche.objects.of(territoire).select_related("version_publiee")
    couches = couches.defer("version_publiee__contenu", "version_publiee__table")
    if slug:
        couches = couches.filter(slug=slug)
    trouvees = list(couches[:2])
    if len(trouvees) != 1:
        connues = ", ".join(Couche.objects.of(territoire).values_list("slug", flat=True))
        raise CommandError(f"Précisez --couche parmi : {connues or 'aucune couche importée'}.")
    return trouvees[0]


def _point(question: dict[str, str]) -> tuple[float, float] | None:
    """The point of a question, whose decimals may be written with a comma; None when it is none."""
    try:
        lon, lat = (float(question[cle].replace(",", ".")) for cle in ("lon", "lat"))
    except ValueError:
        return None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None
