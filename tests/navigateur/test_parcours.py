"""The whole journey, as someone without scripts, with a keyboard alone, on a small phone."""

import re

from tests.navigateur.fenetre import axe_findings, overflow

NARROWEST, PHONE, DESKTOP = 320, 360, 1280


def click(page, target) -> None:
    """Click what leads to another page, and wait for it."""
    with page.expect_navigation():
        target.click()


def follow(page, texte: str) -> None:
    click(page, page.get_by_role("link", name=texte).first)


def press(page, texte: str) -> None:
    click(page, page.get_by_role("button", name=texte).first)


def search_address(page, texte: str) -> None:
    """Type it and send it; suggestions may be open, none is chosen."""
    field = page.locator("[name=adresse]")
    field.fill(texte)
    with page.expect_navigation():
        field.press("Enter")


def choose_start(page, *, last: bool = False) -> None:
    starts = page.locator(".pv-creneau")
    click(page, starts.last if last else starts.first)


def title(page) -> str:
    return page.locator("h1").inner_text().replace("\xa0", " ").replace("\n", " ")


def play(page, servi, seen=lambda: None) -> str:
    """From the list of services to the appointment, by clicking; `seen` looks at each page."""
    page.goto(servi.racine + "/rendez-vous/")
    seen()
    follow(page, "PMI")
    seen()
    follow(page, "Consultation avec un médecin")
    seen()
    press(page, "Chercher")
    assert page.title().startswith("Erreur : ")
    seen()
    search_address(page, "2 rue des lilas orval")
    seen()
    page.get_by_role("radio").first.check()
    press(page, "Continuer")
    seen()
    follow(page, "Choisir ce lieu")
    if page.get_by_text("Semaine suivante").count() and not page.locator(".pv-creneau").count():
        follow(page, "Semaine suivante")
    seen()
    choose_start(page, last=True)
    assert title(page) == "Vos coordonnées"
    seen()
    press(page, "Continuer")
    assert page.title().startswith("Erreur : ")
    seen()
    page.get_by_label("Prénom de l’enfant").fill("Inès")
    page.get_by_label("Nom de l’enfant", exact=True).fill("Moreau")
    for part, value in (("Jour", "14"), ("Mois", "8"), ("Année", "2024")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("Votre prénom").fill("Claire")
    page.get_by_label("Votre nom de famille").fill("Moreau")
    page.get_by_label("Téléphone mobile").fill("06 39 98 12 45")
    press(page, "Continuer")
    assert title(page) == "Vérifiez, puis confirmez"
    seen()
    press(page, "Confirmer le rendez-vous")
    assert title(page) == "Votre rendez-vous est confirmé"
    seen()
    return page.url


def test_without_scripts_on_a_phone(ecran, servi):
    screen = ecran(360, scripts=False)
    page = screen.page
    lien = play(page, servi)
    follow(page, "Déplacer")
    choose_start(page)
    press(page, "Oui, déplacer")
    assert page.url == lien
    follow(page, "Annuler")
    press(page, "Oui, annuler le rendez-vous")
    assert title(page) == "Ce rendez-vous est annulé"


def test_every_page_is_accessible_and_holds_in_its_window(ecran, servi):
    """One walk: each page is looked at in every width before the next."""
    screen = ecran(PHONE)
    page = screen.page
    faults: list[str] = []

    def look() -> None:
        where = page.title()
        for largeur in (NARROWEST, DESKTOP, PHONE):
            page.set_viewport_size({"width": largeur, "height": 900})
            if (wide := overflow(page)) > 0:
                faults.append(f"{where}, {largeur} px : déborde de {wide} px")
            again = largeur != NARROWEST
            faults.extend(f"{where}, {largeur} px : {x}" for x in axe_findings(page, again=again))
        if page.locator("h1").count() != 1:
            faults.append(f"{where} : un seul h1 attendu")

    lien = play(page, servi, look)
    for suite in ("deplacer/", "annuler/", "pas-moi/"):
        page.goto(lien + suite)
        look()
    page.goto(lien + "deplacer/")
    choose_start(page, last=True)
    look()
    for chemin in ("/rdv/", "/rdv/lien-perdu/", "/rdv/inconnu/"):
        screen.go(chemin)
        look()
    page.goto(servi.racine + "/rdv/")
    page.get_by_label("Code reçu").fill("K7M2")
    press(page, "Continuer")
    look()
    page.goto(lien + "annuler/")
    press(page, "Oui, annuler le rendez-vous")
    look()
    motif = servi.monde.impose
    for query in ("situation=sans-adresse", "situation=panne", "reponse=commune"):
        screen.go(f"/rendez-vous/commune/?motif={motif.uid}&{query}")
        look()
    for texte in ("zzxxqq wwkkjj", "zzxxqq 75011"):
        screen.go(f"/rendez-vous/adresse/?motif={motif.uid}")
        search_address(page, texte)
        look()
    assert faults == []


def tab_to(page, name: str, role: str = "") -> None:
    """Press Tab until the focused control says `name`; it must be visible and outlined."""
    for _ in range(90):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const e = document.activeElement;
                const label = e.labels && e.labels[0] ? e.labels[0].innerText : '';
                return (e.getAttribute('aria-label') || e.innerText || label || '') + ' ' + label;
            }"""
        )
        if name in re.sub(r"\s+", " ", focused):
            return
    raise AssertionError(f"« {name} » hors d’atteinte au clavier : {page.title()}, {focused}")


def enter(page) -> None:
    """Press Enter on what leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_in(page, name: str, value: str) -> None:
    tab_to(page, name)
    page.keyboard.type(value)


def test_by_keyboard_alone(ecran, servi):
    page = ecran(1280).page
    page.goto(servi.racine + "/rendez-vous/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    for name in ("Service social", "Aide à une démarche", "Continuer sans adresse"):
        tab_to(page, name)
        enter(page)
    tab_to(page, "Choisir ce lieu")
    enter(page)
    tab_to(page, " h ,")
    enter(page)
    type_in(page, "Prénom", "Claire")
    type_in(page, "Nom de famille", "Moreau")
    type_in(page, "Téléphone", "06 39 98 12")
    enter(page)
    # The summary has the focus; its link leads to the faulty field.
    assert "pv-resume" in page.evaluate("document.activeElement.className")
    tab_to(page, "Il manque 2 chiffres")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_telephone"
    page.keyboard.press("End")
    page.keyboard.type(" 45")
    enter(page)
    tab_to(page, "J’ai lu et j’accepte")
    page.keyboard.press("Space")
    tab_to(page, "Confirmer le rendez-vous")
    enter(page)
    assert title(page) == "Votre rendez-vous est confirmé"


def test_the_back_button_never_asks_to_send_a_form_again(ecran, servi):
    page = ecran(1280).page
    play(page, servi)
    for _ in range(9):
        page.go_back()
        assert page.locator("h1").count() == 1
