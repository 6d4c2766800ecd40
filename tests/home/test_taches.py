"""What each role does here, through a browser, and what it fails at: one table for all.

A task says whether its effect is there. Each role tries every task, on a portail of its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from booking.models import Service
from home import equipe
from home.models import (
    Alerte,
    DocumentPortail,
    ImagePortail,
    PageContenu,
    Portail,
    QuestionReponse,
    Synonyme,
)
from home.roles import RoleRedaction
from tests.factories.booking import ServiceFactory
from tests.factories.home import make_redacteur
from tests.home.objets import make_objects
from tests.home.test_circuit import saisie
from tests.home.test_marque import CHAMPS

pytestmark = [
    pytest.mark.usefixtures("fichiers"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ALERTE, REDACTEUR, RELECTEUR, ADMIN = RoleRedaction
TACHES: dict[str, tuple[set[RoleRedaction], Any]] = {}


def tache(*roles):
    """These roles succeed; the others must fail."""

    def register(task):
        TACHES[task.__name__] = (set(roles), task)
        return task

    return register


ECRIVENT = (REDACTEUR, RELECTEUR, ADMIN)
PUBLIENT = (RELECTEUR, ADMIN)
ANNONCENT = (ALERTE, RELECTEUR, ADMIN)


@dataclass
class Monde:
    client: Client
    portail: Portail
    voisin: dict[str, int]
    numero: int = field(default=0)

    def page(self, *, soumise: bool = False) -> PageContenu:
        """A page of a colleague, live or waiting to be read again."""
        self.numero += 1
        page = PageContenu(title="T", slug=f"p{self.numero}", chapo="C", live=not soumise)
        self.portail.site.root_page.add_child(instance=page)
        page.save_revision()
        if soumise:
            page.get_workflow().start(page, None)
        return page

    def post(self, url: str, **data: Any) -> Any:
        return self.client.post(f"/cms/{url}", data)

    def opens(self, url: str) -> bool:
        return self.client.get(f"/cms/{url}").status_code == 200

    def edit(self, page: PageContenu, **data: Any) -> Page:
        self.client.post(f"/cms/pages/{page.pk}/edit/", saisie(slug=page.slug, **data))
        return Page.objects.get(pk=page.pk)

    def membre(self) -> Any:
        self.numero += 1
        return make_redacteur(self.portail, email=f"m{self.numero}@a.example.test", role=REDACTEUR)

    def image(self) -> ImagePortail:
        return ImagePortail.objects.create(
            title="I", file=get_test_image_file(), description="I",
            collection=self.portail.collection,
        )  # fmt: skip

    def alerte(self) -> Alerte:
        now = timezone.now()
        return Alerte.objects.create(
            territoire=self.portail.territoire, niveau="urgence", texte="Crue", cible="portail",
            debut=now, fin=now + dt.timedelta(days=2), cree_le=now,
        )  # fmt: skip


# Writing.
@tache(*ECRIVENT)
def ecrire_un_brouillon(m):
    m.post(f"pages/add/home/pagecontenu/{m.portail.site.root_page.pk}/", **saisie(slug="nouvelle"))
    return Page.objects.filter(slug="nouvelle", live=False).exists()


@tache(*ECRIVENT)
def corriger_la_page_d_un_collegue(m):
    page = m.edit(m.page(), title="Corrigé")
    return page.live and page.get_latest_revision_as_object().title == "Corrigé"


@tache(*ECRIVENT)
def soumettre_une_page(m):
    return m.edit(m.page(), **{"action-submit": "1"}).workflow_in_progress


@tache(*ECRIVENT)
def copier_une_page(m):
    m.post(f"pages/{m.page().pk}/copy/", new_title="Copie", new_slug="copie",
           new_parent_page=m.portail.site.root_page.pk)  # fmt: skip
    return Page.objects.filter(slug="copie").exists()


@tache(*ECRIVENT)
def deposer_une_image(m):
    fichier = SimpleUploadedFile("n.png", get_test_image_file().file.getvalue(), "image/png")
    m.post("images/add/", title="Neuve", file=fichier, description="D",
           collection=m.portail.collection_id)  # fmt: skip
    return ImagePortail.objects.filter(title="Neuve").exists()


@tache(*ECRIVENT)
def deposer_un_document(m):
    m.post("documents/add/", title="Neuf", file=ContentFile(b"a;b", name="a.csv"),
           collection=m.portail.collection_id)  # fmt: skip
    return DocumentPortail.objects.filter(title="Neuf").exists()


@tache(*ECRIVENT)
def voir_un_brouillon(m):
    return m.opens(f"pages/{m.page().pk}/view_draft/")


@tache(*ECRIVENT)
def choisir_une_image_d_un_collegue(m):
    return m.opens(f"images/chooser/chosen/{m.image().pk}/")


@tache(*ECRIVENT)
def lire_l_historique(m):
    return m.opens(f"pages/{m.page().pk}/history/")


@tache(*ECRIVENT)
def chercher_une_page(m):
    return m.opens("pages/search/?q=comment")


@tache(*ECRIVENT)
def lire_les_liens_casses(m):
    return m.opens("liens/")


# Publishing.
@tache(*PUBLIENT)
def publier(m):
    return m.edit(m.page(), title="Publié", **{"action-publish": "1"}).title == "Publié"


@tache(*PUBLIENT)
def programmer(m):
    page = m.edit(m.page(), go_live_at="2037-01-12 08:00", **{"action-publish": "1"})
    return page.scheduled_revision is not None


@tache(*PUBLIENT)
def depublier(m):
    page = m.page()
    m.post(f"pages/{page.pk}/unpublish/")
    return not Page.objects.get(pk=page.pk).live


@tache(*PUBLIENT)
def approuver(m):
    page = m.page(soumise=True)
    step = page.current_workflow_task_state.pk
    m.post(f"pages/workflow/action/{page.pk}/approve/{step}/")
    return Page.objects.get(pk=page.pk).live


@tache(*PUBLIENT)
def demander_des_changements(m):
    page = m.page(soumise=True)
    step = page.current_workflow_task_state.pk
    m.post(f"pages/workflow/action/{page.pk}/reject/{step}/", comment="Non")
    return not Page.objects.get(pk=page.pk).workflow_in_progress


@tache(*PUBLIENT)
def verrouiller(m):
    page = m.page()
    m.post(f"pages/{page.pk}/lock/")
    return Page.objects.get(pk=page.pk).locked


@tache(*PUBLIENT)
def changer_l_image_d_un_collegue(m):
    image = m.image()
    m.post(f"images/{image.pk}/", title="Changée", description="D",
           collection=m.portail.collection_id)  # fmt: skip
    return ImagePortail.objects.get(pk=image.pk).title == "Changée"


@tache(*PUBLIENT)
def ecrire_une_question_partagee(m):
    rich = '{"blocks":[{"key":"a","text":"R","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}'  # noqa: E501
    m.post("questions/ajouter/", question="Neuve ?", reponse=rich)
    return QuestionReponse.objects.filter(question="Neuve ?").exists()


@tache(*PUBLIENT)
def depublier_plusieurs_pages(m):
    page = m.page()
    m.post(f"bulk/wagtailcore/page/unpublish/?id={page.pk}")
    return not Page.objects.get(pk=page.pk).live


# Announcing.
@tache(*ANNONCENT)
def lire_les_annonces(m):
    return m.opens("annonces/")


@tache(*ANNONCENT)
def annoncer_une_alerte(m):
    fin = timezone.localtime(timezone.now() + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    m.post("annonces/nouvelle/", cible="portail", nature="urgence", texte="Neige", fin=fin,
           cle="c", geste="annoncer")  # fmt: skip
    return Alerte.objects.filter(texte="Neige").exists()


@tache(*ANNONCENT)
def terminer_une_alerte(m):
    alerte = m.alerte()
    m.post(f"annonces/alerte/{alerte.pk}/terminer/")
    return Alerte.objects.get(pk=alerte.pk).fin < alerte.fin


# Administering.
@tache(ADMIN)
def supprimer_une_page(m):
    page = m.page()
    m.post(f"pages/{page.pk}/delete/")
    return not Page.objects.filter(pk=page.pk).exists()


@tache(ADMIN)
def supprimer_une_image(m):
    image = m.image()
    m.post(f"images/{image.pk}/delete/")
    return not ImagePortail.objects.filter(pk=image.pk).exists()


@tache(ADMIN)
def changer_la_couleur(m):
    m.post("marque/", **CHAMPS)
    return Portail.objects.get(pk=m.portail.pk).couleur == CHAMPS["couleur"]


@tache(ADMIN)
def corriger_un_service(m):
    service = ServiceFactory(territoire=m.portail.territoire)
    m.post(f"faits/services/{service.pk}/", public="Tous", pieces="", discret="")
    return Service.objects.get(pk=service.pk).public == "Tous"


@tache(ADMIN)
def ajouter_un_synonyme(m):
    m.post("mots/", mots="marmaille, pmi")
    return Synonyme.objects.filter(portail=m.portail).exists()


@tache(ADMIN)
def retirer_un_synonyme(m):
    synonyme = Synonyme.objects.create(portail=m.portail, mots="a, b")
    m.post(f"mots/{synonyme.pk}/retirer/")
    return not Synonyme.objects.filter(pk=synonyme.pk).exists()


@tache(ADMIN)
def rediriger_une_ancienne_adresse(m):
    m.post("redirections/", ancienne="/vieux.html", page=m.page().pk, lien="")
    return Client(headers={"host": "a.example.test"}).get("/vieux.html").status_code == 301


@tache(ADMIN)
def inviter_quelqu_un(m):
    m.post("equipe/", email="invite@a.example.test", role="1")
    return get_user_model().objects.filter(email="invite@a.example.test").exists()


@tache(ADMIN)
def changer_un_role(m):
    membre = m.membre()
    m.post(f"equipe/{membre.pk}/role/", role="2")
    return membre.groups.get() == m.portail.groupe_relecteurs


@tache(ADMIN)
def retirer_quelqu_un(m):
    membre = m.membre()
    m.post(f"equipe/{membre.pk}/retirer/")
    return membre.pk not in {row.pk for row in equipe.list_team(m.portail)}


# Nobody's: the installation's, or another portail's.
@tache()
def ouvrir_un_territoire(m):
    return m.opens("territoires/nouveau/")


@tache()
def changer_le_circuit(m):
    return m.opens("workflows/list/") or m.opens("workflows/tasks/index/")


@tache()
def voir_tous_les_comptes(m):
    return m.opens("users/") or m.opens("groups/")


@tache()
def voir_tous_les_sites(m):
    return m.opens("sites/") or m.opens("collections/")


@tache()
def lire_les_rapports_de_tous(m):
    return m.opens("reports/site-history/") or m.opens("reports/workflow/")


@tache()
def changer_les_redirections_de_tous(m):
    return m.opens("redirects/")


@tache()
def corriger_la_page_du_voisin(m):
    return m.opens(f"pages/{m.voisin['page']}/edit/")


@tache()
def supprimer_l_image_du_voisin(m):
    m.post(f"images/{m.voisin['image']}/delete/")
    return not ImagePortail.objects.filter(pk=m.voisin["image"]).exists()


@tache()
def retirer_la_question_du_voisin(m):
    m.post(f"questions/{m.voisin['question']}/retirer/")
    return not QuestionReponse.objects.filter(pk=m.voisin["question"]).exists()


@tache()
def retirer_quelqu_un_chez_le_voisin(m):
    m.post(f"equipe/{m.voisin['membre']}/retirer/")
    return not get_user_model().objects.get(pk=m.voisin["membre"]).groups.exists()


@pytest.mark.parametrize("role", list(RoleRedaction))
def test_each_role_does_its_tasks_and_fails_at_the_others(portail, voisin, role):
    client = Client(headers={"host": "a.example.test"})
    client.force_login(make_redacteur(portail, role=role, email="moi@a.example.test"))
    monde = Monde(client, portail, make_objects(voisin, "Voisin"))
    done = {name for name, (_roles, task) in TACHES.items() if task(monde)}
    assert done == {name for name, (roles, _task) in TACHES.items() if role in roles}
