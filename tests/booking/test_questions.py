"""What a use case asks for a motif."""

import pytest

from booking.models import CasUsage, Question, SorteQuestion
from tests.factories.booking import MotifFactory

pytestmark = pytest.mark.django_db


def test_a_motif_is_asked_the_questions_of_all_and_its_own_in_order():
    motif = MotifFactory()
    cas = CasUsage.objects.create(territoire=motif.territoire, nom="France services")
    other = CasUsage.objects.create(territoire=motif.territoire, nom="Pass numérique")
    motif.cas_usage = cas
    motif.save()
    sister = MotifFactory(territoire=motif.territoire, cas_usage=cas)
    for libelle, ordre, motifs, of in (
        ("Pour les deux", 3, [motif, sister], cas),
        ("Pour tous", 2, [], cas),
        ("Pour la sœur", 1, [sister], cas),
        ("D’ailleurs", 1, [], other),
    ):
        question = Question.objects.create(
            cas_usage=of, libelle=libelle, ordre=ordre, sorte=SorteQuestion.TEXTE
        )
        question.motifs.set(motifs)

    asked = [str(q) for q in Question.objects.asked_for(motif)]

    assert asked == ["Pour tous", "Pour les deux"]
    assert not Question.objects.asked_for(MotifFactory()).exists()
