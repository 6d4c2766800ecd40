"""Whatever is sent: a French sentence or a plain 404, never a 500."""

import datetime as dt

import pytest

from booking.models import Rdv
from booking.services.depart import sign_depart
from tests.factories.booking import NOW, LieuFactory, MotifFactory
from tests.factories.sectorisation import TerritoireFactory

ABSURDES = (
    "abc",
    "9999-99-99",
    "9999-12-31",
    "0001-01-01",
    "\x00",
    "🦊'; DROP TABLE--",
    "٢٠٢٧-٠١-١١",
    "A" * 5000,
)
PARAMETRES = (
    "service",
    "motif",
    "lieu",
    "ou",
    "sans",
    "pour",
    "cle",
    "semaine",
    "moment",
    "recherche",
)


ETAPES = ("", "adresse/", "lieu/", "creneau/", "coordonnees/", "verification/", "commune/")
PAR_ETAPE = 3


@pytest.mark.parametrize("etape", ETAPES)
def test_absurd_queries_are_never_a_failure(visite, monde, etape):
    """Three absurdities a name, in rotation: over the steps every name meets every one of them."""
    good = {"motif": str(monde.demarche.uid), "lieu": str(monde.orval.uid), "sans": "adresse"}
    premier = ETAPES.index(etape) * PAR_ETAPE
    for rang, name in enumerate(PARAMETRES):
        for pas in range(PAR_ETAPE):
            valeur = ABSURDES[(premier + rang + pas) % len(ABSURDES)]
            response = visite.client.get(
                f"/rendez-vous/{etape}", good | {name: valeur}, headers={"host": monde.hote}
            )
            assert response.status_code in (200, 302, 404), (name, valeur[:20])


def test_motifs_and_sites_of_another_territoire_are_404(visite, monde):
    other = TerritoireFactory(code="ailleurs")
    motif, lieu = MotifFactory(territoire=other), LieuFactory(territoire=other)
    assert visite.get(visite.step("creneau", motif, sans="adresse")).status == 404
    assert visite.open_week(monde.demarche, lieu).status == 404
    assert visite.get(f"/rendez-vous/?service={motif.service.uid}").status == 404


def post_start(visite, monde, valeur, motif=None, lieu=None):
    motif, lieu = motif or monde.demarche, lieu or monde.orval
    url = visite.open_week(motif, lieu).url
    return visite.post(url, {"creneau": valeur})


@pytest.mark.parametrize("valeur", ["", "x", "2027-01-11T09:00", "a.b.c.d:e", "\x00", "é" * 300])
def test_a_tampered_start_is_refused_in_french(visite, monde, valeur):
    page = post_start(visite, monde, valeur)
    assert page.status == 422
    assert "Choisissez un créneau dans la liste" in page.lisible
    assert page.titre.startswith("Erreur : ")


def test_a_signed_start_cut_short_is_refused(visite, monde):
    good = visite.open_week(monde.demarche, monde.orval).values("creneau")[0]
    assert post_start(visite, monde, good[:-3]).status == 422


def test_a_start_signed_for_another_motif_is_refused(visite, monde):
    value = sign_depart(motif=monde.consultation, lieu=monde.orval, debut=NOW, now=NOW)
    assert post_start(visite, monde, value).status == 422


def test_a_start_signed_for_another_site_is_refused(visite, monde):
    value = visite.open_week(monde.demarche, monde.brissoles).values("creneau")[0]
    assert post_start(visite, monde, value).status == 422


def test_an_old_start_out_of_today_s_grid_is_refused(visite, monde, horloge):
    debut = dt.datetime(2027, 1, 12, 8, 7, tzinfo=dt.UTC)
    value = sign_depart(motif=monde.demarche, lieu=monde.orval, debut=debut, now=NOW)
    horloge.shift(dt.timedelta(minutes=20))
    page = post_start(visite, monde, value)
    assert page.status in (409, 422)
    assert not Rdv.objects.exists()


def test_a_duration_in_the_form_changes_nothing(visite, monde):
    check = visite.fill(visite.hold(monde.demarche, monde.orval), duree="5", duration="600")
    visite.post(check.url, {"accord": "on", "duree": "600", "agent": "1", "lieu": "2"})
    rdv = Rdv.objects.get()
    assert rdv.fin - rdv.debut == dt.timedelta(minutes=30)


@pytest.mark.parametrize(
    "adresse",
    [
        "A" * 10_000,
        "rue " * 3_000,
        "🦊" * 500,
        "\x00\x01\x02",
        "‮rue courte orval",
        "l'impasse d'à côté",
        "%00%0a",
        "1 rue courte 61100 ORVAL CEDEX 9",
        "' OR 1=1 --",
        'NEAR(a b) AND * : "',
    ],
)
def test_any_address_gets_an_answer(visite, monde, adresse):
    page = visite.search(monde.consultation, adresse)
    assert page.status == 200
    assert page.h1


def test_a_far_too_long_address_says_so_and_gives_it_back(visite, monde):
    page = visite.search(monde.consultation, "rue " * 3_000)
    assert page.erreurs[0][1].startswith("Cette adresse est trop longue")
    assert "rue rue rue" in page.texte


def test_a_candidate_made_up_is_asked_again(visite, monde):
    page = visite.search(monde.consultation, "2 rue des lilas orval")
    page = visite.post(page.url, {"geste": "choisir", "choix": "gAAAAAB" + "x" * 80})
    assert page.erreurs


@pytest.mark.parametrize(
    ("prenom", "garde"),
    [
        ("O’Brien", "O’Brien"),
        ("N'Guyen-D'Ath", "N'Guyen-D'Ath"),
        ("🦊 Renard", "🦊 Renard"),
        ("أمينة", "أمينة"),
        ("Ali‮evil", "Alievil"),
        ("Zoe\u0301", "Zoé"),
        ("Ma\x00rie", "Marie"),
        ("{{7*7}}", "{{7*7}}"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('=HYPERLINK("x")', '=HYPERLINK("x")'),
    ],
)
def test_any_name_is_kept_and_shown_harmlessly(visite, monde, prenom, garde):
    page = visite.book(monde.demarche, monde.orval, prenom=prenom)
    assert page.status == 200
    assert garde in page.lisible or "<" in garde
    assert "<script>alert" not in page.texte
    assert Rdv.objects.get().participations.get().usager.prenom == garde


def test_a_name_too_long_is_refused_in_french(visite, monde):
    page = visite.fill(visite.hold(monde.demarche, monde.orval), prenom="é" * 200)
    assert "trop long" in page.erreurs[0][1]


def test_unknown_links_all_look_the_same(visite, monde):
    for jeton in ("x", "A" * 22, "A" * 5000, "%00", "é", "6f81fb95-34e0-476f-b2e1-71165c367b05"):
        page = visite.get(f"/rdv/{jeton}/")
        assert page.status == 404
        assert page.h1 == "Ce lien n’ouvre aucun rendez-vous"
        assert "Code reçu" in page.lisible


@pytest.mark.parametrize(
    "suite", ["agenda.ics", "deplacer/", "deplacer/confirmer/", "annuler/", "pas-moi/"]
)
def test_unknown_links_lead_nowhere_at_any_page(visite, monde, suite):
    assert visite.get(f"/rdv/{'A' * 22}/{suite}").status == 404
    assert visite.post(f"/rdv/{'A' * 22}/{suite}").status in (404, 405)


@pytest.mark.parametrize("code", ["", "K7M2", "\x00" * 8, "🦊" * 8, "A" * 10_000, "OOOOIIII"])
def test_any_code_gets_a_sentence(visite, monde, code):
    page = visite.post("/rdv/code/", {"code": code})
    assert page.status == 422
    assert page.erreurs[0][0] == "code"


@pytest.mark.parametrize("contact", ["", "\x00", "x" * 5000, "🦊", "a@b", "+999"])
def test_any_contact_gets_an_answer(visite, monde, contact):
    assert visite.post("/rdv/lien-perdu/", {"contact": contact}).status in (200, 422)
