"""A small, coherent world of booking: everything hangs from one territoire.

`MotifFactory()` alone gives a motif open online in a service of a fresh territoire; pass
`territoire=` to stay in one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

import factory
from factory.django import DjangoModelFactory

from booking.models import (
    Absence,
    Agent,
    Attribution,
    Etape,
    Lieu,
    Motif,
    Nature,
    Occupation,
    Organisation,
    Ouverture,
    Participation,
    PlageOuverture,
    Proche,
    Rattachement,
    Rdv,
    ReglageLocal,
    Service,
    Usager,
)
from tests.factories.sectorisation import TerritoireFactory

# A Monday, in winter time: 8 h UTC is 9 h in Paris.
LUNDI = dt.date(2027, 1, 11)
NOW = dt.datetime(2027, 1, 11, 7, 0, tzinfo=dt.UTC)


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service

    territoire = factory.SubFactory(TerritoireFactory)
    nom = factory.Sequence(lambda n: f"Service {n}")

    class Params:
        secret = factory.Trait(discret=True, nom=factory.Sequence(lambda n: f"Centre {n}"))


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    territoire = factory.SubFactory(TerritoireFactory)
    nom = factory.Sequence(lambda n: f"Maison des solidarités {n}")
    telephone = "+33261916100"


class LieuFactory(DjangoModelFactory):
    class Meta:
        model = Lieu

    territoire = factory.SubFactory(TerritoireFactory)
    organisation = factory.SubFactory(
        OrganisationFactory, territoire=factory.SelfAttribute("..territoire")
    )
    nom = factory.Sequence(lambda n: f"Maison du département {n}")
    adresse = "12 place du Parvis"
    code_postal = "61900"
    commune = "Orval"
    telephone = "+33261916101"
    lon = 2.57
    lat = 44.35


class MotifFactory(DjangoModelFactory):
    class Meta:
        model = Motif

    territoire = factory.SubFactory(TerritoireFactory)
    service = factory.SubFactory(ServiceFactory, territoire=factory.SelfAttribute("..territoire"))
    nom = factory.Sequence(lambda n: f"Consultation {n}")
    duree = 30
    delai_min = 0
    ouverture = Etape.EN_LIGNE
    rattachement = Rattachement.LIBRE


class AgentFactory(DjangoModelFactory):
    class Meta:
        model = Agent
        skip_postgeneration_save = True

    territoire = factory.SubFactory(TerritoireFactory)
    prenom = "Sophie"
    nom = factory.Sequence(lambda n: f"Delaunay {n}")

    @factory.post_generation
    def organisations(self, create, extracted, **kwargs):
        if create and extracted:
            self.organisations.set(extracted)

    @factory.post_generation
    def services(self, create, extracted, **kwargs):
        if create and extracted:
            self.services.set(extracted)


class PlageFactory(DjangoModelFactory):
    """Monday 9 h to 12 h, once. `motifs=[...]`; `chaque_semaine=True` repeats it."""

    class Meta:
        model = PlageOuverture
        skip_postgeneration_save = True

    lieu = factory.SubFactory(LieuFactory)
    territoire = factory.LazyAttribute(lambda o: o.lieu.territoire)
    organisation = factory.LazyAttribute(lambda o: o.lieu.organisation)
    agent = factory.LazyAttribute(
        lambda o: AgentFactory(territoire=o.territoire, organisations=[o.organisation])
    )
    premier_jour = LUNDI
    heure_debut = dt.time(9)
    heure_fin = dt.time(12)
    jusqu_au = factory.LazyAttribute(
        lambda o: dt.date.max if o.recurrence and not o.recurrence.get("until") else o.premier_jour
    )
    recurrence = None

    class Params:
        chaque_semaine = factory.Trait(
            recurrence={"every": "week", "interval": 1}, jusqu_au=dt.date.max
        )

    @factory.post_generation
    def motifs(self, create, extracted, **kwargs):
        if create and extracted:
            self.motifs.set(extracted)
            self.agent.services.add(*{m.service for m in extracted})


class AbsenceFactory(DjangoModelFactory):
    class Meta:
        model = Absence

    agent = factory.SubFactory(AgentFactory)
    territoire = factory.LazyAttribute(lambda o: o.agent.territoire)
    premier_jour = LUNDI
    heure_debut = dt.time(9)
    dernier_jour = factory.LazyAttribute(lambda o: o.premier_jour)
    heure_fin = dt.time(12)
    jusqu_au = factory.LazyAttribute(lambda o: dt.date.max if o.recurrence else o.dernier_jour)
    recurrence = None


class OuvertureFactory(DjangoModelFactory):
    class Meta:
        model = Ouverture

    motif = factory.SubFactory(MotifFactory)
    etape = Etape.EN_LIGNE


class ReglageLocalFactory(DjangoModelFactory):
    class Meta:
        model = ReglageLocal

    motif = factory.SubFactory(MotifFactory)


class AttributionFactory(DjangoModelFactory):
    class Meta:
        model = Attribution


class UsagerFactory(DjangoModelFactory):
    class Meta:
        model = Usager

    territoire = factory.SubFactory(TerritoireFactory)
    prenom = "Claire"
    nom = factory.Sequence(lambda n: f"Moreau {n}")
    telephone = "+33639981245"
    telephone_mobile = True
    email = "claire.moreau@example.org"


class ProcheFactory(DjangoModelFactory):
    class Meta:
        model = Proche

    usager = factory.SubFactory(UsagerFactory)
    prenom = "Inès"
    nom = "Moreau"
    naissance = dt.date(2026, 8, 14)


class ParticipationFactory(DjangoModelFactory):
    """One more person in a Rdv."""

    class Meta:
        model = Participation

    usager = factory.SubFactory(UsagerFactory)


class RdvFactory(DjangoModelFactory):
    """Monday 9 h for 30 minutes with its Occupation and one Participation.

    Tests of links and codes go through services.reservation, which derives real tokens.
    """

    class Meta:
        model = Rdv
        skip_postgeneration_save = True

    motif = factory.SubFactory(MotifFactory)
    territoire = factory.LazyAttribute(lambda o: o.motif.territoire)
    lieu = factory.LazyAttribute(lambda o: LieuFactory(territoire=o.territoire))
    organisation = factory.LazyAttribute(lambda o: o.lieu.organisation)
    agent = factory.LazyAttribute(
        lambda o: AgentFactory(
            territoire=o.territoire, organisations=[o.organisation], services=[o.motif.service]
        )
    )
    debut = dt.datetime(2027, 1, 11, 8, 0, tzinfo=dt.UTC)
    fin = factory.LazyAttribute(lambda o: o.debut + dt.timedelta(minutes=o.motif.duree))
    discret = factory.LazyAttribute(lambda o: o.motif.service.discret)
    cree_le = factory.LazyAttribute(lambda o: o.debut - dt.timedelta(days=7))
    jeton_empreinte = factory.LazyFunction(lambda: hashlib.sha256(uuid.uuid4().bytes).hexdigest())
    code_empreinte = factory.LazyFunction(lambda: hashlib.sha256(uuid.uuid4().bytes).hexdigest())

    @factory.post_generation
    def occupation(self, create, extracted, **kwargs):
        if create and extracted is not False and not self.annule:
            Occupation.objects.create(
                agent=self.agent, debut=self.debut, fin=self.fin, nature=Nature.RDV, rdv=self
            )

    @factory.post_generation
    def usager(self, create, extracted, **kwargs):
        if create and extracted is not False:
            usager = extracted or UsagerFactory(
                territoire=self.territoire,
                compartiment=self.motif.service if self.discret else None,
            )
            Participation.objects.create(rdv=self, usager=usager)
