"""Old addresses lead to pages of the portail, said in its own screen."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from home.cms.redirections import DEJA_DITE, DEJA_REPOND, UN_SEUL_BUT


def arrivee(portail):
    return portail.site.root_page.get_children().get(slug="nous-joindre").pk


def test_an_old_address_pasted_whole_leads_to_the_page_until_withdrawn(
    redaction, visite, portail, voisin
):
    typed = {"ancienne": "https://ancien.example.test/pmi/horaires.html", "page": arrivee(portail)}
    assert redaction.post("/cms/redirections/", typed).status_code == 302
    assert visite.get("/pmi/horaires.html")["Location"].endswith("/nous-joindre/")
    ailleurs = visite.get("/pmi/horaires.html", headers={"host": "b.example.test"})
    assert ailleurs.status_code == 404
    assert "/pmi/horaires.html" in redaction.get("/cms/redirections/").content.decode()
    redaction.post(f"/cms/redirections/{Redirect.objects.get().pk}/retirer/")
    assert visite.get("/pmi/horaires.html").status_code == 404


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"ancienne": ""}, "Écrivez l’ancienne adresse."),
        ({"ancienne": "/comment-ca-se-passe/"}, DEJA_REPOND),
        ({"ancienne": "/"}, DEJA_REPOND),
        ({"ancienne": "/recherche"}, DEJA_REPOND),
        ({"ancienne": "/cms/equipe/"}, DEJA_REPOND),
        ({"ancienne": "/deja"}, DEJA_DITE),
        ({"page": ""}, UN_SEUL_BUT),
        ({"lien": "https://exemple.fr/"}, UN_SEUL_BUT),
        ({"page": "", "lien": "pas une adresse"}, "Écrivez une adresse entière"),
        ({"page": "du voisin"}, "Choisissez une page de votre portail."),
    ],
)
def test_a_redirection_that_cannot_be_is_refused_in_a_sentence(
    redaction, portail, voisin, saisie, phrase
):
    Redirect.objects.create(site=portail.site, old_path="/deja", redirect_link="https://x.fr/")
    typed = {"ancienne": "/vieux.html", "page": arrivee(portail), "lien": ""} | saisie
    if typed["page"] == "du voisin":
        typed["page"] = arrivee(voisin)
    response = redaction.post("/cms/redirections/", typed)
    assert response.status_code == 422
    assert phrase in response.content.decode()
    assert typed["ancienne"] in response.content.decode()
    assert Redirect.objects.count() == 1
