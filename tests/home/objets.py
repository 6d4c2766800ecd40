"""One object of each kind that an address of /cms/ may name, in one portail."""

from __future__ import annotations

from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file

from booking.models import CasUsage
from home import cloison_vues as vues
from home.models import (
    DocumentPortail,
    ImagePortail,
    PageContenu,
    Portail,
    QuestionReponse,
    Synonyme,
)
from tests.factories.booking import LieuFactory, MotifFactory, ServiceFactory
from tests.factories.home import make_redacteur


def make_objects(portail: Portail, texte: str) -> dict[str, int]:
    """Kind -> key. `texte` is in every name, so that a leak shows; the page waits for a reading."""
    territoire = portail.territoire
    membre = make_redacteur(portail, email=f"{texte.lower()}@{territoire.code}.example.test")
    page = PageContenu(title=texte, slug=texte.lower(), chapo=texte, mots=texte, owner=membre)
    portail.site.root_page.add_child(instance=page)
    page.save_revision(user=membre)
    circuit = page.get_workflow().start(page, membre)
    service = ServiceFactory(territoire=territoire, nom=texte)
    image = ImagePortail.objects.create(
        title=texte, file=get_test_image_file(), description=texte, collection=portail.collection
    )
    document = DocumentPortail.objects.create(
        title=texte,
        file=ContentFile(b"%PDF-", name=f"{texte.lower()}.pdf"),
        collection=portail.collection,
    )
    question = QuestionReponse.objects.create(territoire=territoire, question=texte, reponse=texte)
    return {
        vues.PAGE: page.pk,
        vues.IMAGE: image.pk,
        vues.DOCUMENT: document.pk,
        vues.SYNONYME: Synonyme.objects.create(portail=portail, mots=f"{texte}, autre").pk,
        vues.SERVICE: service.pk,
        vues.LIEU: LieuFactory(territoire=territoire, nom=texte).pk,
        vues.MOTIF: MotifFactory(territoire=territoire, service=service, nom=texte).pk,
        vues.CAS_USAGE: CasUsage.objects.create(territoire=territoire, nom=texte).pk,
        vues.QUESTION: question.pk,
        vues.MEMBRE: membre.pk,
        vues.REDIRECTION: Redirect.objects.create(
            site=portail.site, old_path=f"/{texte}", redirect_page=page
        ).pk,
        vues.CIRCUIT: circuit.pk,
        vues.ETAPE: circuit.current_task_state_id,
        vues.TACHE: circuit.current_task_state.task_id,
    }
