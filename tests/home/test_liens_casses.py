"""Links that lead nowhere are found, redirections follow moves, and planned pages go out."""

import datetime as dt

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from home.liens_casses import FICHIER_ABSENT, PAGE_ABSENTE, SANS_ADRESSE, broken_links
from home.models import DocumentPortail, PageContenu
from home.taches import publier_programmees
from tests.factories.booking import NOW

pytestmark = pytest.mark.usefixtures("fichiers")


def write(portail, corps: str, slug: str = "essai") -> PageContenu:
    page = PageContenu(title="Essai", slug=slug, corps=[("texte", corps)])
    return portail.site.root_page.add_child(instance=page)


def reasons(portail) -> list[str]:
    return [lien.raison for lien in broken_links(portail)]


def test_a_new_portail_has_no_broken_link(portail):
    assert broken_links(portail) == []


def test_addresses_of_the_portail_that_lead_nowhere_are_named(portail):
    write(portail, '<p><a href="/nulle-part/">Ancienne page</a> <a href="/lieux/">Lieux</a></p>')
    [lien] = broken_links(portail)
    assert (lien.texte, lien.href, lien.raison) == ("Ancienne page", "/nulle-part/", PAGE_ABSENTE)


def test_a_page_chosen_then_unpublished_or_deleted_is_named(portail):
    retiree, effacee = write(portail, "", "retiree"), write(portail, "", "effacee")
    write(
        portail,
        f'<p><a linktype="page" id="{retiree.pk}">A</a> <a linktype="page" id="{effacee.pk}">B</a></p>',
        "liens",
    )
    retiree.unpublish()
    effacee.delete()
    assert sorted(reasons(portail)) == sorted([PAGE_ABSENTE, SANS_ADRESSE])


def test_a_file_of_the_neighbour_is_no_file(portail, voisin):
    fichier = DocumentPortail.objects.create(
        title="x", file=ContentFile(b"%PDF-", name="x.pdf"), collection=voisin.collection
    )
    write(portail, f'<p><a href="{fichier.url}">Guide</a></p>')
    assert reasons(portail) == [FICHIER_ABSENT]


def test_other_sites_are_never_asked(portail):
    write(portail, '<p><a href="https://ailleurs.example/x">Ailleurs</a></p>')
    assert broken_links(portail) == []


def test_the_report_and_the_command_say_the_same(redaction, portail, voisin, capsys):
    write(portail, '<p><a href="/nulle-part/">Perdu</a></p>')
    write(voisin, '<p><a href="/chez-le-voisin/">Voisin</a></p>')
    page = redaction.get("/cms/liens/").content.decode()
    assert "/nulle-part/" in page and "/chez-le-voisin/" not in page
    with pytest.raises(CommandError, match="1 lien"):
        call_command("verifier_liens", territoire="a")
    assert "« Perdu » (/nulle-part/)" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Aucun portail"):
        call_command("verifier_liens", territoire="zzz")


def test_a_page_that_changes_its_address_leaves_a_redirection(
    visite, portail, django_capture_on_commit_callbacks
):
    page = write(portail, "")
    page.slug = "nouvelle"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = visite.get("/essai/")
    assert response.status_code == 301
    assert response["Location"].endswith("/nouvelle/")


def test_a_page_planned_for_later_goes_out_by_itself(visite, portail):
    page = write(portail, "")
    page.unpublish()
    page.go_live_at = NOW + dt.timedelta(hours=2)
    with time_machine.travel(NOW, tick=False):
        page.save_revision(approved_go_live_at=page.go_live_at).publish()
        publier_programmees()
        assert visite.get("/essai/").status_code == 404
    with time_machine.travel(NOW + dt.timedelta(hours=3), tick=False):
        publier_programmees()
        assert visite.get("/essai/").status_code == 200
