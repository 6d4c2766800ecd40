"""Publishing: what usagers follow is the last version, whole."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from sectorisation.errors import PublicationRefusee
from sectorisation.models import Parution, Regle, Version
from sectorisation.publication import (
    drop_prepared,
    prepare,
    publish,
    publish_prepared,
    roll_back,
)
from sectorisation.rattachement import rattacher
from tests.factories.sectorisation import (
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    VoieRegleFactory,
    square,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HEURE = timedelta(hours=1)


@pytest.fixture
def couche(territoire):
    return CoucheFactory(territoire=territoire, slug="pmi", nom="PMI")


@pytest.fixture
def nord(couche):
    secteur = SecteurFactory(couche=couche, code="nord", nom="Nord")
    RegleFactory(secteur=secteur, communes=["99001"])
    return secteur


def test_before_any_publication_a_point_has_no_secteur(couche, nord):
    trouve = rattacher(couche=couche, lon=2.05, lat=44.05)
    assert (trouve.statut, trouve.version) == ("indetermine", None)


def test_a_published_rule_answers_with_its_version(couche, nord):
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    trouve = rattacher(couche=couche, lon=2.05, lat=44.05)
    assert (trouve.statut, trouve.secteur_code, trouve.regle) == ("trouve", "nord", "commune")
    assert (trouve.version, trouve.secteur_uid) == (1, str(nord.uid))


def test_a_rule_changed_since_is_not_followed_before_the_next_version(couche, nord):
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    Regle.objects.update(communes=["99002"])
    assert rattacher(couche=couche, lon=2.05, lat=44.05).statut == "trouve"
    publish(couche=couche, now=NOW)
    # One request read the couche before: it keeps the version it began with.
    assert rattacher(couche=couche, lon=2.05, lat=44.05).statut == "trouve"
    couche.refresh_from_db()
    assert rattacher(couche=couche, lon=2.05, lat=44.05).statut == "indetermine"
    assert rattacher(couche=couche, lon=2.05, lat=44.05).version == 2


def test_publishing_without_a_change_makes_no_version(couche, nord):
    assert publish(couche=couche, now=NOW).nouvelle
    assert not publish(couche=couche, now=NOW).nouvelle
    assert Version.objects.count() == 1


def test_communes_left_without_secteur_are_named(couche, nord):
    assert publish(couche=couche, now=NOW).communes_sans_secteur == ("99002",)


def test_a_commune_in_two_secteurs_of_one_priority_is_refused(couche, nord):
    autre = SecteurFactory(couche=couche, code="sud", nom="Sud")
    RegleFactory(secteur=autre, communes=["99001"])
    with pytest.raises(PublicationRefusee, match=r"Valbrune \(99001\) est dans deux secteurs"):
        publish(couche=couche, now=NOW)
    assert not Version.objects.exists()


def test_a_priority_settles_a_commune_in_two_secteurs(couche, nord):
    autre = SecteurFactory(couche=couche, code="sud", nom="Sud", priorite=2)
    RegleFactory(secteur=autre, communes=["99001"])
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    assert rattacher(couche=couche, lon=2.05, lat=44.05).secteur_code == "sud"


def test_a_couche_without_secteur_is_not_published(couche):
    with pytest.raises(PublicationRefusee, match="aucun secteur"):
        publish(couche=couche, now=NOW)


def test_couches_are_independent(territoire, couche, nord):
    autre = CoucheFactory(territoire=territoire)
    RegleFactory(secteur=SecteurFactory(couche=autre, code="tout"), communes=["99001", "99002"])
    for une in (couche, autre):
        publish(couche=une, now=NOW)
        une.refresh_from_db()
    assert rattacher(couche=couche, lon=2.15, lat=44.05).statut == "indetermine"
    assert rattacher(couche=autre, lon=2.15, lat=44.05).secteur_code == "tout"


def test_a_point_outside_the_territoire_is_said_so(couche, nord):
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    assert rattacher(couche=couche, lon=5.0, lat=48.0).statut == "hors_territoire"


def test_a_lookup_reads_the_version_once_per_process(couche, nord, django_assert_num_queries):
    RegleFactory(
        secteur=nord, genre=Regle.Genre.POLYGONE, geometrie=square(2.1, 44.0, 0.05), communes=[]
    )
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    rattacher(couche=couche, lon=2.05, lat=44.05)
    with django_assert_num_queries(0):
        assert rattacher(couche=couche, lon=2.12, lat=44.02).regle == "polygone"


@pytest.fixture
def deux_versions(couche, nord):
    """Version 1 gives commune 99001 a secteur, version 2 gives it to 99002 instead."""
    publish(couche=couche, now=NOW, par="amina")
    Regle.objects.update(communes=["99002"])
    publish(couche=couche, now=NOW + HEURE, par="basile")
    couche.refresh_from_db()
    return couche


def secteur_at(couche, lon=2.05):
    couche.refresh_from_db()
    return rattacher(couche=couche, lon=lon, lat=44.05).secteur_code


def test_rolling_back_puts_the_version_before_into_service(deux_versions):
    assert secteur_at(deux_versions) is None
    passee = roll_back(couche=deux_versions, now=NOW + 2 * HEURE, par="chloe")
    assert passee.numero == 1
    assert secteur_at(deux_versions) == "nord"
    # Rules are not rewound: publishing again follows what they say today.
    assert publish(couche=deux_versions, now=NOW + 3 * HEURE).version.numero == 3


def test_rolling_back_twice_returns_to_where_one_was(deux_versions):
    roll_back(couche=deux_versions, now=NOW + 2 * HEURE)
    roll_back(couche=deux_versions, now=NOW + 3 * HEURE)
    deux_versions.refresh_from_db()
    assert deux_versions.version_publiee.numero == 2


def test_history_says_who_did_what_and_when(deux_versions):
    roll_back(couche=deux_versions, now=NOW + 2 * HEURE, par="chloe")
    lignes = Parution.objects.of_couche(deux_versions).values_list(
        "version__numero", "geste", "par", "le"
    )
    assert list(lignes) == [
        (1, "retour", "chloe", NOW + 2 * HEURE),
        (2, "publication", "basile", NOW + HEURE),
        (1, "publication", "amina", NOW),
    ]
    assert Version.objects.get(numero=1).publiee_le == NOW


def test_a_named_version_is_put_back_and_one_never_published_is_not(deux_versions):
    premiere = Version.objects.get(numero=1)
    assert roll_back(couche=deux_versions, now=NOW, version=premiere) == premiere
    essai = prepare(couche=deux_versions, now=NOW)
    with pytest.raises(PublicationRefusee, match="pas d'autre version"):
        roll_back(couche=deux_versions, now=NOW, version=essai)


def test_there_is_nothing_to_roll_back_to_after_one_publication(couche, nord):
    with pytest.raises(PublicationRefusee, match="pas d'autre version"):
        roll_back(couche=couche, now=NOW)
    publish(couche=couche, now=NOW)
    with pytest.raises(PublicationRefusee, match="pas d'autre version"):
        roll_back(couche=couche, now=NOW)


def test_a_version_published_before_history_was_kept_can_be_rolled_back_to(deux_versions):
    Parution.objects.all().delete()
    assert roll_back(couche=deux_versions, now=NOW).numero == 1


def test_a_prepared_version_answers_beside_the_published_one(couche, nord):
    publish(couche=couche, now=NOW)
    Regle.objects.update(communes=["99002"])
    essai = prepare(couche=couche, now=NOW)
    assert secteur_at(couche) == "nord"
    assert couche.version_a_blanc == essai
    a_blanc = rattacher(couche=couche, lon=2.15, lat=44.05, version=essai)
    assert (a_blanc.secteur_code, a_blanc.version) == ("nord", 2)


def test_a_prepared_version_is_published_as_it_was_seen(couche, nord):
    essai = prepare(couche=couche, now=NOW)
    Regle.objects.update(communes=["99002"])
    assert publish_prepared(couche=couche, now=NOW + HEURE, par="amina") == essai
    assert secteur_at(couche) == "nord"
    assert couche.version_a_blanc is None
    with pytest.raises(PublicationRefusee, match="pas de version à blanc"):
        publish_prepared(couche=couche, now=NOW)


def test_a_prepared_version_that_was_replaced_or_dropped_leaves_nothing(couche, nord):
    prepare(couche=couche, now=NOW)
    assert prepare(couche=couche, now=NOW).numero == 1
    Regle.objects.update(communes=["99002"])
    prepare(couche=couche, now=NOW)
    assert Version.objects.count() == 1
    drop_prepared(couche=couche)
    assert not Version.objects.exists()


def test_another_couche_of_the_territoire_keeps_its_history(territoire, deux_versions):
    autre = CoucheFactory(territoire=territoire)
    RegleFactory(secteur=SecteurFactory(couche=autre, code="tout"), communes=["99001"])
    publish(couche=autre, now=NOW)
    with pytest.raises(PublicationRefusee):
        roll_back(
            couche=autre, now=NOW, version=Version.objects.get(couche=deux_versions, numero=1)
        )


def test_publishing_costs_a_bounded_number_of_queries(
    avec_adresses, couche, django_assert_max_num_queries
):
    for rang in range(30):
        VoieRegleFactory(
            secteur=SecteurFactory(couche=couche, code=f"s{rang}"), numero_du=rang, numero_au=rang
        )
    with django_assert_max_num_queries(18):
        publish(couche=couche, now=NOW)


def test_the_command_says_what_it_would_change_then_publishes_then_goes_back(
    avec_adresses, couche, nord, capsys
):
    call_command("publier_secteurs", territoire="essai", par="amina")
    Regle.objects.update(communes=["99002"])
    call_command("publier_secteurs", territoire="essai", simuler=True)
    dit = capsys.readouterr().out
    assert "PMI : 13 adresses sur 13 changeraient de secteur ; 0 constats bloquants" in dit
    assert "ADRESSE_ORPHELINE (avertissement) : 10 adresses de Valbrune" in dit
    call_command("publier_secteurs", territoire="essai")
    call_command("publier_secteurs", territoire="essai", retour=True, par="basile")
    assert "PMI : version 1 remise en service." in capsys.readouterr().out
    assert secteur_at(couche) == "nord"
    assert Parution.objects.first().par == "basile"


def test_the_test_page_may_ask_the_version_a_blanc(avec_adresses, couche, nord, capsys):
    publish(couche=couche, now=NOW)
    with pytest.raises(CommandError, match="pas de version à blanc"):
        call_command("rattacher", "12 rue des Lilas", territoire="essai", a_blanc=True)
    sud = SecteurFactory(couche=couche, code="sud")
    VoieRegleFactory(secteur=sud)
    prepare(couche=couche, now=NOW)
    texte = "12 rue des Lilas 99100 Valbrune"
    call_command("rattacher", texte, territoire="essai", a_blanc=True)
    call_command("rattacher", texte, territoire="essai")
    a_blanc, publiee = capsys.readouterr().out.splitlines()
    assert "secteur sud (règle voie)" in a_blanc
    assert "secteur nord (règle commune)" in publiee
