"""QuestionReponse: a question and its answer, shared by the pages of a portail."""

from __future__ import annotations

import uuid

from django.db import models
from wagtail.fields import RichTextField

from sectorisation.models import Territoire


class QuestionReponseQuerySet(models.QuerySet["QuestionReponse"]):
    def of(self, territoire: Territoire) -> QuestionReponseQuerySet:
        return self.filter(territoire=territoire)


class QuestionReponse(models.Model):
    """Une question et sa réponse, partagées par les pages d'un portail. À ne pas confondre avec
    une question écrite dans une seule page."""

    territoire = models.ForeignKey(
        "sectorisation.Territoire", editable=False, on_delete=models.PROTECT, related_name="+"
    )
    # Named by pages: a copy of a page in another portail names nothing there.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.CharField(
        max_length=160, help_text="Avec les mots des usagers : « Puis-je venir sans papiers ? »"
    )
    reponse = RichTextField("réponse", features=["bold", "ul", "link"], max_length=4000)

    objects = QuestionReponseQuerySet.as_manager()

    class Meta:
        verbose_name = "question"
        ordering = ["question", "pk"]

    def __str__(self) -> str:
        return self.question
