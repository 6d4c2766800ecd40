"""Components: what assistive technologies and people without scripts get."""

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace as Objet

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from booking.champs import Choix, DateTroisChamps, NomField
from portal import feuilles
from portal.icones import ICONES
from portal.templatetags import composants, typographie
from portal.views_galerie import galerie

MARDI = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def render(source: str, **contexte) -> str:
    return Template(source).render(Context(contexte))


class Formulaire(forms.Form):
    motif = forms.ChoiceField(
        label="Motif",
        widget=forms.RadioSelect,
        choices=[("1", Choix("Pesée", "20 minutes")), ("2", "Vaccin")],
    )
    prenom = NomField(label="Prénom", help_text="Celui de l’enfant")
    naissance = DateTroisChamps(label="Date de naissance")
    courriel = forms.EmailField(label="Courriel", required=False)
    accord = forms.BooleanField(label="J’accepte")


def _invalid() -> Formulaire:
    form = Formulaire({"naissance_jour": "14", "naissance_mois": "8", "courriel": "x"})
    form.is_valid()
    return form


def test_error_summary_links_reach_an_existing_control():
    form = _invalid()
    summary = render("{% resume_erreurs form %}", form=form)
    fields = "".join(str(form[name].as_field_group()) for name in form.fields)
    anchors = re.findall(r'href="#([^"]+)"', summary)
    assert len(anchors) == 5
    assert all(f'id="{anchor}"' in fields for anchor in anchors)
    assert "id_naissance_2" in anchors


def test_error_summary_is_announced_and_takes_the_focus():
    summary = render("{% resume_erreurs form %}", form=_invalid())
    assert 'role="alert"' in summary
    assert 'tabindex="-1" autofocus' in summary
    assert "5 réponses sont à corriger" in summary


def test_error_summary_says_one_answer_in_the_singular():
    assert "Une réponse est à corriger" in render(
        "{% resume_erreurs erreurs=liste %}", liste=[("Choisissez un créneau", "creneaux")]
    )


@pytest.mark.parametrize("form", [Formulaire(), None])
def test_error_summary_is_absent_without_error(form):
    assert render("{% resume_erreurs form %}", form=form).strip() == ""


def test_field_in_error_is_tied_to_its_hint_and_message():
    html = _invalid()["prenom"].as_field_group()
    assert 'aria-describedby="id_prenom_helptext id_prenom_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_prenom_error"' in html
    assert 'class="ds-input"' in html


def test_only_optional_fields_say_so():
    form = Formulaire()
    assert "(facultatif)" in form["courriel"].as_field_group()
    assert "facultatif" not in form["prenom"].as_field_group()


def test_radios_are_a_fieldset_with_help_under_each_choice():
    html = Formulaire()["motif"].as_field_group()
    assert html.count("<fieldset") == 1
    assert "<legend" in html
    assert "Pesée<small>20 minutes</small>" in html
    assert html.count('type="radio"') == 2


def test_field_values_are_escaped():
    form = Formulaire({"prenom": '"><script>alert(1)</script>'})
    assert "<script>" not in form["prenom"].as_field_group()


def test_next_slot_carries_a_machine_date_and_the_place():
    html = render('{% prochain_creneau debut lieu="Orval" %}', debut=MARDI)
    assert '<time datetime="2026-11-24T' in html
    assert "Prochain créneau" in html
    assert "Orval" in html


def test_next_slot_absent_says_what_to_do():
    html = render('{% prochain_creneau None absence="Appelez le 02 61 91 61 00" %}')
    assert "Pas de créneau en ligne" in html
    assert "Appelez le" in html
    assert "<time" not in html


def test_slot_names_carry_their_day():
    jours = [Objet(date=MARDI.date(), creneaux=[Objet(debut=MARDI, valeur="abc")], vide="")]
    html = render(
        '{% semaine_creneaux jours action="/x/" titre="Du 23 au 28" caches=caches %}',
        jours=jours,
        caches={"motif": "3"},
    )
    assert re.search(r'value="abc">.*, mardi 24 novembre</span></button>', html)
    assert '<input type="hidden" name="motif" value="3">' in html
    assert 'method="post"' in html
    assert 'aria-disabled="true"' in html


def test_day_without_slot_says_so_in_words():
    jours = [Objet(date=MARDI.date(), creneaux=[], vide="Complet")]
    html = render('{% semaine_creneaux jours action="/x/" titre="T" %}', jours=jours)
    assert "<p>Complet</p>" in html
    assert "Aucun créneau libre cette semaine" in html


def test_steps_say_where_one_is():
    html = render("{% etapes 4 urls %}", urls=["/a", "/b", "/c"])
    assert "Étape 4 sur 6" in html
    assert html.count('aria-current="step"') == 1
    assert html.count('data-etat="faite"') == 3
    assert 'href="/c"' in html


@pytest.mark.parametrize("code", ["a_venir", "honore", "absent", "excuse", "annule_service"])
def test_status_has_a_shape_and_words(code):
    html = render("{% etat code %}", code=code)
    assert "<svg" in html
    assert str(composants.ETATS[code][2]) in html


@pytest.mark.parametrize(
    ("numero", "cible", "texte"),
    [
        ("02 61 91 61 00", "+33261916100", "02 61 91 61 00"),
        ("0262123456", "+33262123456", "02 62 12 34 56"),
        ("+687751234", "+687751234", "+687 75.12.34"),
        ("3939", "3939", "3939"),
        ("15", "15", "15"),
    ],
)
def test_phone_number_is_readable_and_callable(numero, cible, texte):
    assert typographie.tel(numero) == cible
    assert typographie.numero_lisible(numero).replace("\u00a0", " ") == texte


def test_title_keeps_rendez_vous_whole_and_escapes():
    assert typographie.insecable("Prêt à prendre rendez-vous ? <b>") == (
        'Prêt à prendre <span class="pv-insec">rendez-vous</span>\u00a0? &lt;b&gt;'
    )


def test_hours_and_distances_never_break():
    assert typographie.insecable("De 8 h 30 à 17 h, à 1,2 km").replace("\u00a0", "_") == (
        "De 8_h_30 à_17_h, à_1,2_km"
    )


def test_compound_name_stays_whole_and_long_one_may_break():
    assert typographie.insecable("Le Val-d’Orne") == "Le Val-\u2060d’Orne"
    assert typographie.insecable("Rendez-vous") == '<span class="pv-insec">Rendez-vous</span>'
    assert "\u2060" not in typographie.insecable("Villeneuve-sur-Orne")


@pytest.mark.parametrize(
    ("sur_nom", "nom", "complet"),
    [
        ("Département du", "Val-d’Orne", "Département du Val-d’Orne"),
        ("Département de l’", "Orne", "Département de l’Orne"),
        ("", "Ville de Bondy", "Ville de Bondy"),
    ],
)
def test_full_name_minds_the_elision(sur_nom, nom, complet):
    assert typographie.nom_complet(Objet(sur_nom=sur_nom, nom=nom)) == complet


def test_pagination_keeps_the_other_parameters():
    from django.core.paginator import Paginator

    request = RequestFactory().get("/x/?q=a%26b&page=2")
    html = render("{% pagination page %}", page=Paginator(range(30), 10).page(2), request=request)
    assert 'href="?q=a%26b&amp;page=3"' in html
    assert "Page 2 sur 3" in html


def test_every_icon_draws_without_style():
    for nom, dessin in ICONES.items():
        assert "style" not in dessin, nom
        assert 'aria-hidden="true"' in composants.icone(nom)


@pytest.mark.parametrize("page", ["", "parcours", "formulaire", "agents"])
def test_gallery_has_one_h1_and_nothing_inline(page, settings):
    settings.PARVIS_DEMO = True
    html = galerie(RequestFactory().get("/composants/"), page).content.decode()
    assert html.count("<h1") == 1
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", html)
    assert html.count('href="#contenu"') == 1


def test_gallery_is_closed_outside_the_demonstration(settings):
    from django.http import Http404

    settings.PARVIS_DEMO = settings.DEBUG = False
    with pytest.raises(Http404):
        galerie(RequestFactory().get("/composants/"))


def test_form_page_in_error_says_so_in_its_title(settings):
    settings.PARVIS_DEMO = True
    html = galerie(RequestFactory().get("/composants/"), "formulaire").content.decode()
    assert "<title>Erreur : Vos coordonnées" in html


def test_design_system_classes_stay_in_the_components():
    racine = Path("templates")
    strangers = [
        str(path)
        for path in racine.rglob("*.html")
        if "composants" not in path.parts and re.search(r'class="[^"]*\bds-', path.read_text())
    ]
    assert strangers == []


def test_sheet_is_rebuilt_when_a_part_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(feuilles, "SOURCES", tmp_path / "css")
    (tmp_path / "css" / "composants").mkdir(parents=True)
    part = tmp_path / "css" / "10_base.css"
    part.write_text("a{}")
    target = feuilles.build("css/parvis.css", tmp_path / "sortie")
    assert target.read_text() == "a{}"
    part.write_text("b{}")
    later = target.stat().st_mtime + 10
    import os

    os.utime(part, (later, later))
    assert feuilles.build("css/parvis.css", tmp_path / "sortie").read_text() == "b{}"


@pytest.mark.parametrize(
    ("face", "ko"),
    [
        (["css/parvis.css", "css/agents.css"], 40),
        # Tables of rules and maps, on a référent's own pages: never a usager's first visit.
        (["css/parvis.css", "css/agents.css", "css/secteurs.css"], 44),
    ],
)
def test_stylesheets_fit_the_budget(tmp_path, face, ko):
    ours = [feuilles.build(path, tmp_path) for path in face]
    ds = Path("node_modules/@digdir/designsystemet-css/dist")
    sheets = [*ours, ds / "theme/designsystemet.css", ds / "src/index.css"]
    if not sheets[-1].exists():
        pytest.skip("node_modules absent : lancez make install")
    weight = sum(len(gzip.compress(sheet.read_bytes(), 9)) for sheet in sheets)
    assert weight <= ko * 1024


@pytest.mark.parametrize(("option", "nombre"), [("", 1), (" jeton=False", 0)])
def test_code_form_carries_a_token_except_on_reading_pages(option, nombre):
    html = render('{% formulaire_code "/rdv/code/"' + option + " %}", csrf_token="abc")
    assert html.count("csrfmiddlewaretoken") == nombre
    assert 'method="post"' in html


def test_unknown_icon_draws_the_general_sign():
    assert composants.icone("inconnue") == composants.icone("services")
