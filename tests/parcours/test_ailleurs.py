"""A motif booked in someone else's agenda: same routing, then out, and no start shown here."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from booking.models import DepartAilleurs, Etape
from booking.services.disponibilites import next_par_service
from booking.services.offre import read_offre
from booking.services.recherche import Face, is_open_at

URL = "https://rendez-vous.mairie.example/orval"


@pytest.fixture
def motif(monde):
    motif = monde.impose
    motif.ailleurs_url, motif.ailleurs_nom = URL, "la mairie d’Orval"
    motif.save()
    return motif


def test_an_address_leads_to_the_site_then_out(visite, monde, motif):
    page = visite.pick(visite.search(motif, "2 rue des lilas orval"))
    assert "Maison d’Orval" in page.lisible
    assert "Pôle de Brissoles" not in page.lisible
    assert "Continuer sur le site de la mairie d’Orval" in page.lisible
    assert not page.links("/rendez-vous/creneau/")
    [sortie] = page.links("/rendez-vous/ailleurs/")
    assert visite.get(sortie, follow=False).entetes["Location"] == URL


def test_departures_are_counted_by_day_without_a_cookie_and_within_reason(visite, motif):
    url = reverse("public:ailleurs", args=[motif.uid])
    for _ in range(70):
        assert visite.get(url, follow=False).status == 302
    assert not visite.client.cookies
    [row] = DepartAilleurs.objects.all()
    assert row.nombre == 60


def test_no_start_is_shown_or_held_for_it(visite, monde, motif, horloge):
    from django.utils import timezone

    now = timezone.now()
    offre = read_offre(service=motif.service, motif=motif, now=now)
    assert offre.en_ligne
    assert offre.prochain is None
    assert {x.ailleurs for x in offre.lieux} == {"la mairie d’Orval"}
    assert not is_open_at(motif=motif, lieu=monde.orval, now=now, face=Face.USAGER)
    assert is_open_at(motif=motif, lieu=monde.orval, now=now, face=Face.SECRETARIAT)
    assert "/rendez-vous/lieu/" in visite.open_week(motif, monde.orval).url
    monde.consultation.actif = False
    monde.consultation.save()
    assert next_par_service(services=[monde.pmi], now=now) == {monde.pmi.pk: None}


def test_the_api_says_who_holds_it_and_gives_no_start(visite, monde, motif):
    client, entetes = visite.client, {"host": monde.hote}
    said = client.get(f"/api/v1/motifs?service={monde.pmi.uid}", headers=entetes).json()["items"]
    assert {m["nom"]: m["ailleurs"] for m in said}[motif.nom] == "la mairie d’Orval"
    sites = client.get(f"/api/v1/motifs/{motif.uid}/prochains", headers=entetes).json()
    assert sites
    assert not any(site["prochain"] for site in sites)


def test_a_step_back_closes_the_way_out(visite, motif):
    motif.ouverture = Etape.SECRETARIAT
    motif.save()
    page = visite.pick(visite.search(motif, "2 rue des lilas orval"))
    assert "la mairie d’Orval" not in page.lisible
    assert visite.get(reverse("public:ailleurs", args=[motif.uid])).status == 404


def test_an_address_without_a_name_is_refused(motif):
    motif.ailleurs_nom = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        motif.save()
