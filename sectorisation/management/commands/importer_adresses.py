"""Imports the addresses of a territoire."""

from argparse import ArgumentParser
from typing import Any

from sectorisation.adresses.renouvellement import Renouvellement
from sectorisation.imports.adresses import import_adresses
from sectorisation.imports.cog import read_cog
from sectorisation.imports.regles_a_revoir import CONSTATS, RegleARevoir
from sectorisation.management.base import CommandeTerritoire, existing_file
from sectorisation.models import Territoire

_MONTREES = 5


class Command(CommandeTerritoire):
    help = (
        "Importe les adresses d'un territoire depuis un fichier BAN, BANO ou BAL (CSV, .gz ou non)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("fichier", type=existing_file, metavar="FICHIER")
        parser.add_argument("--cog", type=existing_file, help="liste officielle des communes (CSV)")
        parser.add_argument("--credit", help="mention de la source, montrée sur les pages")

    def run(self, territoire: Territoire, options: dict[str, Any]) -> None:
        bilan = import_adresses(
            territoire=territoire,
            chemin=options["fichier"],
            cog=read_cog(options["cog"]) if options["cog"] else None,
            credit=options["credit"],
        )
        fichier = bilan.fichier
        self.stdout.write(
            f"{fichier.adresses} adresses, {fichier.voies} voies, {fichier.lieux_dits} lieux-dits, "
            f"{fichier.communes} communes. Version {fichier.version}."
        )
        if fichier.doublons:
            self.stdout.write(f"{fichier.doublons} numéros en double, gardés une fois.")
        if bilan.communes_inconnues:
            self.stdout.write(
                "Communes hors du territoire : " + ", ".join(bilan.communes_inconnues[:20])
            )
        if bilan.renouvellement:
            self._tell_changes(bilan.renouvellement)
        if bilan.regles:
            self._tell_rules(bilan.regles)
        if bilan.ecartees:
            self.stderr.write(f"{bilan.ecartees} lignes écartées :")
            for raison in bilan.raisons:
                self.stderr.write(f"  {raison}")

    def _tell_changes(self, change: Renouvellement) -> None:
        self.stdout.write(
            f"Depuis la version {change.version_precedente} : "
            f"{change.adresses_ajoutees} adresses ajoutées, {change.adresses_retirees} retirées, "
            f"{change.adresses_deplacees} déplacées de plus de {change.deplacement_metres} m."
        )
        for titre, liste in (
            ("Voies ajoutées", change.voies_ajoutees),
            ("Voies retirées", change.voies_retirees),
            ("Voies renommées", change.voies_renommees),
            ("Identifiants changés", change.identifiants_changes),
            ("Communes fusionnées", change.communes_fusionnees),
        ):
            if liste.nombre:
                premiers = " ; ".join(" : ".join(e) for e in liste.exemples[:_MONTREES])
                suite = " ; …" if liste.nombre > _MONTREES else ""
                self.stdout.write(f"{titre} : {liste.nombre} ({premiers}{suite})")

    def _tell_rules(self, regles: list[RegleARevoir]) -> None:
        rien = sum(r.constat == "rien" for r in regles)
        self.stdout.write(
            f"Règles à revoir : {rien} sans adresse, {len(regles) - rien} par le nom seul."
        )
        for r in regles[:_MONTREES]:
            self.stdout.write(f"  {r.couche}, {r.secteur} : {r.regle} ({CONSTATS[r.constat]})")
        if len(regles) > _MONTREES:
            self.stdout.write("  … toutes sont dans l’espace agents, page Adresses.")
