"""What is published of appointments: right by month and service, and outliving them."""

import datetime as dt

from booking.models import Auteur, Rdv, Statut
from booking.services.purge import purge
from booking.services.statistiques import read_statistiques
from tests.factories.booking import NOW, MotifFactory, RdvFactory, ServiceFactory

JOUR = dt.timedelta(days=1)


def rdv(motif, debut, statut=Statut.HONORE, origine=Auteur.USAGER, attente=3) -> Rdv:
    return RdvFactory(
        motif=motif, debut=debut, statut=statut, origine=origine, cree_le=debut - attente * JOUR
    )


def test_appointments_are_counted_by_service_and_local_month(db):
    pmi = MotifFactory(service__nom="PMI")
    social = MotifFactory(
        territoire=pmi.territoire,
        service=ServiceFactory(territoire=pmi.territoire, nom="Service social"),
    )
    # One in the morning of January 1st in Paris, still December in UTC.
    rdv(pmi, dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC))
    rdv(pmi, dt.datetime(2026, 12, 10, 9, tzinfo=dt.UTC), Statut.ABSENT, Auteur.AGENT)
    rdv(social, dt.datetime(2026, 12, 11, 9, tzinfo=dt.UTC), Statut.EXCUSE, attente=9)
    rdv(pmi, NOW + JOUR, Statut.A_VENIR)
    MotifFactory()
    rdv(MotifFactory(), dt.datetime(2026, 12, 10, 9, tzinfo=dt.UTC))

    found = read_statistiques(territoire=pmi.territoire, mois=3, now=NOW)

    assert [(m.isoformat(), n.pris) for m, n in found.mois.items()] == [
        ("2026-11-01", 0), ("2026-12-01", 2), ("2027-01-01", 1),
    ]  # fmt: skip
    assert {nom: n.pris for nom, n in found.services.items()} == {"PMI": 2, "Service social": 1}
    assert found.ensemble.part_manques == 1 / 2
    assert found.ensemble.en_ligne == 2
    assert found.ensemble.attente_moyenne == 5


def test_counts_outlive_the_appointments_that_are_forgotten(db):
    motif = MotifFactory(service__conservation_mois=1)
    for day in (1, 2, 3):
        rdv(motif, dt.datetime(2026, 11, day, 9, tzinfo=dt.UTC))
    rdv(motif, dt.datetime(2027, 1, 4, 9, tzinfo=dt.UTC), Statut.ABSENT)
    before = read_statistiques(territoire=motif.territoire, mois=12, now=NOW)

    for _ in range(2):
        purge(now=NOW)

    assert Rdv.objects.count() == 1
    assert read_statistiques(territoire=motif.territoire, mois=12, now=NOW) == before


def test_without_any_appointment_nothing_is_divided_by_zero(db):
    motif = MotifFactory()
    found = read_statistiques(territoire=motif.territoire, mois=3, now=NOW)
    assert (found.ensemble.part_en_ligne, found.ensemble.part_manques) == (None, None)
