"""The tasks, screen by screen, as they read in docs/guide-redaction.md."""

from __future__ import annotations

import datetime as dt

from tests.gestes.main import Main

CODE, NOM = "gers", "Gers"
HOTE = "gers.localhost"
ADMINISTRATION = "claude.marty@gers.example"


def start_a_territoire(main: Main) -> None:
    """By the technical team, from the portail of another territoire."""
    with main.task("Ouvrir un territoire"):
        main.follow("Nouveau territoire")
        main.fill("Nom", NOM)
        main.fill("Ligne au-dessus du nom", "Département du")
        main.fill("Code", CODE)
        main.fill("Couleur", "#8a1c4a")
        main.look("territoire-1")
        main.follow("Continuer")
        main.fill("Nom de domaine", HOTE)
        main.fill("Courriel de contact", "contact@gers.example")
        main.fill("Adresse de la première", ADMINISTRATION)
        main.follow("Créer le territoire")
        main.look("territoire-3")


def open_a_use_case(main: Main, racine: str) -> None:
    """By a référent, in the agents' space."""
    main.page.goto(f"{racine}/agents/")
    with main.task("Ouvrir un cas d’usage"):
        main.follow("Cas d’usage")
        main.follow("Ouvrir un cas d’usage")
        main.look("cas-1")
        main.follow("France services")
        main.fill("Téléphone du service", "05 62 67 40 40")
        main.follow("Créer, en préparation")
        main.look("cas-3")
        main.follow("Ouvrir le cas d’usage")


def receive_somewhere(main: Main, racine: str) -> None:
    """By the same référent: a site, oneself in the team, and when one receives."""
    main.page.goto(f"{racine}/agents/")
    with main.task("Recevoir dans un lieu"):
        main.follow("Lieux")
        main.follow("Ajouter un lieu")
        main.fill("Nom du lieu", "France services de Condom")
        main.fill("Organisation", "Communauté de communes")
        main.fill("Adresse", "1 rue Jean Jaurès")
        main.fill("Code postal", "32100")
        main.fill("Commune", "Condom")
        main.follow("Ajouter le lieu")
        main.follow("Équipe")
        main.follow(main.page.locator("main table a"))
        main.tick("Communauté de communes")
        main.tick("France services")
        main.follow("Enregistrer")
        main.follow("Plages d’ouverture")
        main.follow("Ajouter une plage")
        for jour in ("Lundi", "Mardi", "Jeudi"):
            main.tick(jour)
        main.fill(main.page.locator("[name=heure_debut]"), "09:00")
        main.fill(main.page.locator("[name=heure_fin]"), "12:00")
        main.tick("Aide pour une démarche")
        main.tick("Apprendre à se servir d’un ordinateur")
        main.look("plage-1")
        main.follow("Ajouter la plage")


def publish_a_page(main: Main, racine: str) -> None:
    """By the editors: the page of the use case just opened."""
    main.page.goto(f"{racine}/cms/")
    with main.task("Publier une page de service"):
        main.follow("Services et lieux")
        main.look("page-1")
        main.follow("Créer sa page")
        main.click(main.page.locator("footer [data-w-dropdown-target=toggle]"))
        main.look("page-3")
        main.follow(main.page.get_by_role("button", name="Publier"))
    main.page.goto(f"{racine}/france-services/")
    main.look("page-4")


def write_the_news(main: Main, racine: str) -> None:
    """A dated item, on the home page at once."""
    main.page.goto(f"{racine}/cms/")
    with main.task("Écrire une actualité"):
        main.follow("Écrire une actualité")
        main.fill(main.page.locator("#id_title"), "Le France services de Condom ouvre lundi")
        main.fill(
            main.page.locator("#id_chapo"), "Un conseiller vous reçoit, sur rendez-vous ou non."
        )
        main.look("actualite-1")
        main.click(main.page.locator("footer [data-w-dropdown-target=toggle]"))
        main.follow(main.page.get_by_role("button", name="Publier"))


def announce_a_closure(main: Main, racine: str, *, today: dt.date) -> None:
    """By the editors, or whoever is on call."""
    fin = today + dt.timedelta(days=2)
    main.page.goto(f"{racine}/cms/")
    with main.task("Annoncer une fermeture"):
        main.follow("Perturbations")
        main.follow("Annoncer")
        main.pick("Qu’est-ce qui est touché", "France services")
        main.follow(main.page.locator("main button[type=submit]"))
        main.tick("Service suspendu")
        main.fill("Le message", "Fermé mardi et mercredi : le conseiller est en formation.")
        main.fill("Fin", f"{fin.isoformat()}T18:00")
        main.look("annonce-2")
        main.follow("Vérifier")
        main.look("annonce-3")
        main.follow(main.page.get_by_role("button", name="Annoncer", exact=True))


def book_on_it(main: Main, racine: str) -> None:
    """By anyone, from the portail: the proof that nothing was left to write by hand."""
    main.page.goto(f"{racine}/france-services/")
    with main.task("Y prendre rendez-vous"):
        main.follow("Prendre rendez-vous")
        main.follow("Aide pour une démarche")
        main.follow("sans adresse")
        main.follow("Choisir ce lieu")
        main.follow(main.page.locator("button[name=creneau]"))
        main.fill(main.page.locator("[name=prenom]"), "Lina")
        main.fill(main.page.locator("[name=nom]"), "Haddad")
        main.fill(main.page.locator("[name=telephone]"), "06 39 98 12 45")
        main.follow("Continuer")
        main.follow("Confirmer")
    confirmed = main.page.locator("h1").inner_text()
    if "confirmé" not in confirmed:
        raise RuntimeError(f"{main.page.url} : {confirmed}")
