"""The factories give a coherent world."""

from tests.factories.booking import PlageFactory, RdvFactory


def test_a_rdv_stays_in_one_territoire(db):
    rdv = RdvFactory()
    assert {rdv.territoire, rdv.lieu.territoire, rdv.agent.territoire, rdv.motif.territoire} == {
        rdv.territoire
    }
    assert rdv.occupation.agent == rdv.agent
    assert rdv.participations.count() == 1


def test_a_plage_gives_its_agent_the_services_of_its_motifs(db):
    from tests.factories.booking import LieuFactory, MotifFactory

    lieu = LieuFactory()
    motif = MotifFactory(territoire=lieu.territoire)
    plage = PlageFactory(lieu=lieu, motifs=[motif], chaque_semaine=True)
    assert list(plage.agent.services.all()) == [motif.service]
