"""The address field of a page: which site answers, asked before any motif."""

from django.urls import reverse


def url_of(monde):
    return f"{reverse('public:secteur')}?service={monde.pmi.uid}"


def test_an_address_leads_to_its_site_then_to_a_motif_without_being_asked_again(visite, monde):
    page = visite.pick(visite.post(url_of(monde), {"adresse": "2 rue des lilas orval"}))
    assert page.h1 == "Le lieu qui vous reçoit"
    assert "Maison d’Orval" in page.lisible
    assert "Pôle de Brissoles" not in page.lisible
    [motifs] = page.links("/rendez-vous/?")
    suite = visite.get(motifs)
    lieu = visite.get(suite.links("/rendez-vous/lieu/")[0])
    assert "Votre secteur" in lieu.lisible
    assert not any("lilas" in adresse.lower() for adresse in visite.adresses)
    assert not any("lilas" in titre.lower() for titre in visite.titres)


def test_what_cannot_be_placed_is_asked_again_and_kept(visite, monde):
    for typed, said in (
        ("", "Écrivez votre adresse"),
        ("rue des lilas orval", "Ajoutez votre numéro"),
        ("zzzz qqqq", "Nous ne trouvons pas cette adresse"),
        ("1 place de l’opéra 75009 Paris", "Cette adresse n’est pas chez nous"),
    ):
        page = visite.post(url_of(monde), {"adresse": typed})
        if page.values("choix"):
            page = visite.pick(page)
        assert said in page.lisible, typed
        assert page.status == 200


def test_a_page_asks_without_cookie_nor_token(visite, monde):
    visite.client.handler.enforce_csrf_checks = True
    page = visite.post(url_of(monde), {"adresse": "2 rue des lilas orval"})
    assert page.h1 == "Choisissez votre adresse"
    found = visite.post(reverse("public:secteur_suggestions"), {"adresse": "2 rue des li"})
    assert found.status == 200


def test_the_service_of_a_neighbour_is_not_found(visite, monde):
    other = "5f0c1a52-3a32-4c4e-9a8e-0f7f6a6d8a11"
    assert visite.get(f"{reverse('public:secteur')}?service={other}").status == 404
    assert "/rendez-vous/secteur/" not in visite.get(reverse("public:secteur")).url
