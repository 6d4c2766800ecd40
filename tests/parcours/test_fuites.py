"""Nothing typed appears in a URL, a title or a log line, from the first page to the last."""

import json
import logging
from urllib.parse import unquote

import pytest

from booking.models import CasUsage, Question, Rdv, SorteQuestion
from portal.journal import JsonFormatter

CANARIS = {
    "adresse": "7 rue courte orval",
    "prenom": "Zéphyrine",
    "nom": "Quetzalcoatl",
    "proche_prenom": "Wilhelmine",
    "proche_nom": "Xochimilco",
    "telephone": "06 39 98 77 31",
    "email": "canari.secret@example.org",
    "langue": "quechua",
    "autre": "porte large s’il vous plaît",
}
REPONSE = "bicyclette rouillée"
# Also in the other forms the journey gives them.
FORMES = (
    *CANARIS.values(),
    REPONSE,
    "0639987731",
    "639987731",
    "Rue Courte",
    "rue courte",
    "14/08/2024",
)


@pytest.fixture
def journal():
    """Every log line of the run, as it would be written."""
    lines: list[str] = []

    class Garde(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Garde(level=logging.DEBUG)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    level, muted = root.level, {}
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in ("django.request", "django.server", "parvis.acces"):
        logger = logging.getLogger(name)
        muted[name] = logger.propagate
        logger.propagate = True
    # SQL is never logged outside DEBUG; asking for it here would test Django.
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)
    for name, propagate in muted.items():
        logging.getLogger(name).propagate = propagate


def play_everything(visite, monde):
    """Right and wrong answers, booking, moving, cancelling, the code, the lost link."""
    cas = CasUsage.objects.create(territoire=monde.territoire, nom="Petite enfance")
    question = Question.objects.create(
        cas_usage=cas, libelle="Comment venez-vous ?", sorte=SorteQuestion.TEXTE
    )
    monde.consultation.cas_usage = cas
    monde.consultation.save()
    visite.get("/rendez-vous/")
    visite.search(monde.consultation, "75011 zzxxqq " + CANARIS["prenom"])
    visite.search(monde.consultation, "")
    visite.post("/rendez-vous/adresse/suggestions/", {"adresse": CANARIS["adresse"]})
    visite.post("/rendez-vous/adresse/suggestions/", {"adresse": CANARIS["nom"]})
    page = visite.pick(visite.search(monde.consultation, CANARIS["adresse"]))
    week = visite.get(page.links("/rendez-vous/creneau/")[0])
    page = visite.post(week.url, {"creneau": week.values("creneau")[-1]})
    typed = {k: v for k, v in CANARIS.items() if k != "adresse"} | {"interprete": "on"}
    typed[f"question_{question.pk}"] = REPONSE
    page = visite.fill(page, **typed | {"telephone": "06 39 98 77"})
    assert page.erreurs
    page = visite.fill(page, **typed)
    check = page.url
    rdv = visite.post(check)
    visite.post(check)
    visite.get(check)
    lien = rdv.url
    code = rdv.lisible.split("Notez ce code ")[1][:9]
    for suite in ("", "deplacer/", "annuler/", "pas-moi/"):
        visite.get(lien + suite)
    week = visite.get(lien + "deplacer/")
    page = visite.post(week.url, {"creneau": week.values("creneau")[-3]})
    visite.post(page.actions()[0], {"creneau": page.values("creneau")[0]})
    visite.post("/rdv/code/", {"code": code})
    visite.post("/rdv/code/", {"code": CANARIS["nom"]})
    visite.post("/rdv/lien-perdu/", {"contact": CANARIS["email"]})
    visite.post("/rdv/lien-perdu/", {"contact": CANARIS["telephone"]})
    visite.post(lien + "annuler/")
    return code, lien.rstrip("/").rsplit("/", 1)[1]


def test_nothing_typed_reaches_a_url_a_title_or_the_log(visite, monde, journal):
    code, jeton = play_everything(visite, monde)
    assert Rdv.objects.get().annule
    urls = [unquote(url).replace("+", " ") for url in visite.adresses]
    links = [unquote(u) for page in visite.pages for u in page.links("/")]
    for canari in FORMES:
        assert not [u for u in urls + links if canari.lower() in u.lower()]
        assert not [t for t in visite.titres if canari.lower() in t.lower()]
        assert not [line for line in journal if canari.lower() in line.lower()]
    for secret in (jeton, code, code.replace(" ", "")):
        assert not [line for line in journal if secret in line]
        assert not [t for t in visite.titres if secret in t]
    assert any(json.loads(line).get("vue") == "public:verification" for line in journal)


def test_nothing_typed_is_told_to_a_discreet_service_s_headers(visite, monde, journal):
    page = visite.post(visite.hold(monde.secret, monde.orval).url, {"prenom": "Zéphyrine"})
    page = visite.post(page.url)
    for seen in visite.pages:
        assert "Santé sexuelle" not in seen.titre
        assert "Zéphyrine" not in str(seen.entetes)
        assert "no-store" in seen.entetes["Cache-Control"]
    assert not [line for line in journal if "Zéphyrine" in line or "Santé sexuelle" in line]


def test_personal_pages_are_neither_stored_nor_indexed(visite, monde):
    page = visite.book(monde.demarche, monde.orval)
    for url in (page.url, "/rdv/", "/rdv/lien-perdu/", page.url + "annuler/"):
        seen = visite.get(url)
        assert "no-store" in seen.entetes["Cache-Control"]
        assert "noindex" in seen.entetes["X-Robots-Tag"]
        assert seen.entetes["Referrer-Policy"] == "same-origin"


def test_reading_the_services_sets_no_cookie(visite, monde):
    visite.get("/rendez-vous/")
    visite.get(f"/rendez-vous/?service={monde.pmi.uid}")
    visite.get(visite.step("lieu", monde.demarche, sans="adresse"))
    assert not visite.client.cookies


def test_a_page_that_breaks_logs_neither_its_token_nor_the_data(
    visite, monde, journal, monkeypatch
):
    from booking.public import mon_rdv

    page = visite.book(monde.demarche, monde.orval, prenom="Zéphyrine")
    jeton = page.url.rstrip("/").rsplit("/", 1)[1]

    def breaks(rdv):
        raise ValueError(f"Key (prenom)=({rdv.participations.get().usager.prenom})")

    monkeypatch.setattr(mon_rdv, "code_of", breaks)
    visite.client.raise_request_exception = False
    assert visite.get(page.url).status == 500
    broken = [line for line in journal if "ValueError" in line]
    assert broken
    assert not [line for line in journal if jeton in line or "Zéphyrine" in line]
