"""What is saved comes back; what is damaged touches nothing."""

import shutil
import tarfile

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection

from booking.models import Rdv, Usager
from tests.factories.booking import RdvFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql" and not shutil.which("pg_dump"),
        reason="pg_dump absent : installez postgresql-client",
    ),
]


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    (settings.VAR_DIR / "media").mkdir(parents=True)
    return settings.VAR_DIR


@pytest.fixture
def archive(transactional_db, var, tmp_path):
    RdvFactory(note="à garder")
    (var / "media" / "plan.txt").write_text("plan")
    call_command("sauvegarder", str(tmp_path / "s.tar.gz"))
    return tmp_path / "s.tar.gz"


def test_rows_and_files_come_back(archive, var):
    Rdv.objects.update(note="changée")
    Usager.objects.update(nom="Effacé")
    (var / "media" / "plan.txt").write_text("autre")
    (var / "media" / "de-trop.txt").write_text("x")
    cache.set("etude", "de l’autre base")
    call_command("restaurer", str(archive), oui=True)
    assert Rdv.objects.get().note == "à garder"
    assert Usager.objects.get().nom != "Effacé"
    assert (var / "media" / "plan.txt").read_text() == "plan"
    assert not (var / "media" / "de-trop.txt").exists()
    assert cache.get("etude") is None


def test_a_truncated_archive_touches_nothing(archive):
    Rdv.objects.update(note="d’ici")
    archive.write_bytes(archive.read_bytes()[:-400])
    with pytest.raises(CommandError, match="sauvegarde lisible"):
        call_command("restaurer", str(archive), oui=True)
    assert Rdv.objects.get().note == "d’ici"


def test_an_altered_member_is_named_and_refused(archive, tmp_path):
    unpacked = tmp_path / "ouvert"
    shutil.unpack_archive(archive, unpacked)
    (unpacked / "media" / "plan.txt").write_text("falsifié")
    with tarfile.open(archive, "w:gz") as tar:
        for path in unpacked.iterdir():
            tar.add(path, path.name)
    with pytest.raises(CommandError, match=r"media/plan\.txt"):
        call_command("restaurer", str(archive), oui=True)


@pytest.mark.parametrize("contenu", [b"", b"pas une archive", b"\x1f\x8b" + b"\0" * 50])
def test_a_file_that_is_no_backup_is_refused_in_words(tmp_path, var, contenu):
    (tmp_path / "x.tar.gz").write_bytes(contenu)
    with pytest.raises(CommandError, match="sauvegarde"):
        call_command("restaurer", str(tmp_path / "x.tar.gz"), oui=True)


def test_a_path_that_climbs_out_is_refused(tmp_path, var):
    (tmp_path / "mauvais").write_text("x")
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "mauvais", "../../dehors")
    with pytest.raises(CommandError):
        call_command("restaurer", str(tmp_path / "x.tar.gz"), oui=True)
    assert not (tmp_path.parent / "dehors").exists()


def test_a_link_is_refused(tmp_path, var):
    """No backup holds one: it would lead the next member out of the folder."""
    (tmp_path / "lien").symlink_to(tmp_path.parent)
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "lien", "media")
    with pytest.raises(CommandError):
        call_command("restaurer", str(tmp_path / "x.tar.gz"), oui=True)


def test_a_folder_that_does_not_exist_is_said(tmp_path):
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("sauvegarder", str(tmp_path / "nulle-part" / "s.tar.gz"))
