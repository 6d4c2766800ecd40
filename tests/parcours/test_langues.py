"""The journey in English and in Arabic: nothing of ours is left in French."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import translation

from booking.models import Etape, Motif, Rdv
from home.models import Portail
from portal import traductions

LANGUES = {"en": "ltr", "ar": "rtl"}
# Words that no English sentence holds, nor an Arabic one.
FRANCAIS = re.compile(
    r"\b(vous|votre|vos|nous|nos|une|des|les|du|aux|avec|pour|sans|est|sont|cette|ce|ou|par)\b",
    re.I,
)
MARQUE = re.compile(r'<(\w+)[^>]* lang="fr"[^>]*>.*?</\1>', re.S)


def left_in_french(page) -> set[str]:
    """Words of the page, names of data aside; its title, labels and descriptions too."""
    bare = MARQUE.sub(" ", page.texte).replace("8 rue des Prés, Orval", "")
    bare = re.sub(r"<script\b.*?</script>", " ", bare, flags=re.S)
    # The title may name a service: words of ours come before.
    bare = re.sub(r"<title>(.*?) - .*?</title>", r"<p>\1</p>", bare, flags=re.S)
    words = re.findall(r'(?:aria-label|data-\w+)="([^"]*)"', bare) + re.findall(r">([^<>]+)<", bare)
    text = html.unescape(" ".join(w for w in words if not w.startswith("/")))
    return {found.lower() for found in FRANCAIS.findall(text)}


def walk(visite, monde):
    """One visitor through the whole journey, faults and ways out included."""
    visite.get(reverse("public:motif"))
    visite.get(f"{reverse('public:motif')}?service={monde.pmi.uid}")
    visite.search(monde.consultation, "nulle part du tout")
    visite.post(visite.step("adresse", monde.consultation), {"adresse": ""})
    lieux = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    assert monde.orval.nom in lieux.lisible
    for situation in ("sans-adresse", "pas-trouvee"):
        visite.get(f"{visite.step('adresse_commune', monde.impose)}&situation={situation}")
    coordonnees = visite.hold(monde.demarche, monde.orval)
    visite.fill(coordonnees, prenom="", telephone="12")
    check = visite.fill(visite.hold(monde.demarche, monde.orval))
    rdv = visite.post(check.url, {"accord": "on"})
    assert "/rdv/" in rdv.url, rdv.url
    for suite in ("", "deplacer/", "annuler/", "pas-moi/"):
        visite.get(rdv.url + suite)
    visite.post(rdv.url + "annuler/")
    visite.get(reverse("public:acces_rdv"))
    visite.post(reverse("public:code"), {"code": "AAAA"})
    visite.post(reverse("public:lien_perdu"), {"contact": "06 39 98 12 45"})
    secteur = f"{reverse('public:secteur')}?service={monde.pmi.slug}"
    visite.get(secteur)
    visite.post(secteur, {"adresse": "rue inconnue"})


@pytest.mark.parametrize("langue", LANGUES)
def test_the_whole_journey_speaks_the_language_of_its_address(visite, monde, langue):
    Motif.objects.filter(pk=monde.impose.pk).update(ouverture=Etape.SECRETARIAT)
    catalogue = traductions.read_po(langue)
    french = {m for m, phrase in catalogue.items() if m not in phrase.traductions}
    with translation.override(langue):
        walk(visite, monde)
    assert len(visite.pages) > 20
    assert Rdv.objects.get().langue == langue, "ses messages parleront comme la page"
    for page in visite.pages:
        assert page.url.startswith(f"/{langue}/"), page.url
        assert f'<html lang="{langue}" dir="{LANGUES[langue]}"' in page.texte
        assert page.entetes["Content-Language"] == langue
        assert not left_in_french(page), page.url
        texts = re.findall(r">([^<>]+)<", MARQUE.sub(" ", page.texte))
        assert not {html.unescape(text).strip() for text in texts} & french, page.url


def test_each_page_leads_to_itself_in_the_other_languages(visite, monde):
    page = visite.get(f"/en/rendez-vous/?service={monde.pmi.slug}")
    for code, prefixe in (("fr", ""), ("en", "/en"), ("ar", "/ar")):
        url = f"{prefixe}/rendez-vous/?service={monde.pmi.slug}"
        assert f'<a href="{url}" lang="{code}" hreflang="{code}"' in page.texte
        assert f'<link rel="alternate" hreflang="{code}" href="{url}">' in page.texte
    accueil = visite.get("/lieux/")
    assert '<a href="/ar/rendez-vous/" lang="ar" hreflang="ar"' in accueil.texte
    assert 'rel="alternate" hreflang' not in accueil.texte


def test_pages_of_editors_exist_in_french_only(visite, monde):
    for url in (
        "/en/lieux/",
        "/en/plan-du-site/",
        "/en/agents/",
        "/fr/rendez-vous/",
        "/de/rendez-vous/",
    ):
        page = visite.get(url, follow=False)
        assert page.status == 404, url
    page = visite.get("/en/lieux/")
    assert page.h1 == "This page does not exist" and not left_in_french(page)
    assert visite.get("/en/", follow=False).entetes["Location"] == "/en/rendez-vous/"


def test_reading_pages_depend_on_no_header_and_set_no_cookie(visite, monde):
    page = visite.get("/lieux/")
    assert "accept-language" not in page.entetes.get("Vary", "").lower()
    assert page.entetes["Content-Language"] == "fr"
    assert not visite.client.cookies


def test_names_written_by_the_territoire_say_that_they_are_french(visite, monde):
    Portail.objects.update(horaires_telephone="du lundi au vendredi")
    page = visite.get("/ar/rendez-vous/")
    assert f'<bdi lang="fr" dir="ltr">{html.escape(monde.pmi.nom)}</bdi>' in page.texte
    assert "\u206602\u00a061" in page.texte, "un numéro se lit de gauche à droite"
