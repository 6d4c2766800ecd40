"""A real calendar client reads the feed over HTTP: three events, then a cancelled one."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from booking.models import Statut
from booking.services.calendrier import renew_calendrier
from booking.services.statuts import set_statut
from tests.agents.conftest import at
from tests.factories.booking import AgentFactory, MotifFactory, RdvFactory
from tests.factories.home import PortailFactory

CONFIGURATION = """
[general]
status_path = "{dossier}/etat/"

[pair agenda]
a = "flux"
b = "fichiers"
collections = null
conflict_resolution = "a wins"

[storage flux]
type = "http"
url = "{url}"

[storage fichiers]
type = "filesystem"
path = "{dossier}/agenda/"
fileext = ".ics"
"""


@pytest.fixture
def vdirsyncer(tmp_path):
    """Runs it on one address; gives back the text of each event it keeps, by file name."""

    def sync(url: str) -> dict[str, str]:
        (tmp_path / "agenda").mkdir(exist_ok=True)
        configuration = tmp_path / "configuration"
        configuration.write_text(CONFIGURATION.format(dossier=tmp_path, url=url))
        program = Path(sys.executable).with_name("vdirsyncer")
        for command in ("discover", "sync"):
            subprocess.run(
                [program, "--config", configuration, command],
                check=True,
                capture_output=True,
                timeout=60,
            )
        return {path.name: path.read_text() for path in (tmp_path / "agenda").iterdir()}

    return sync


@pytest.mark.django_db(transaction=True)
def test_vdirsyncer_follows_the_feed(live_server, vdirsyncer):
    territoire = PortailFactory(site__hostname="localhost").territoire
    agent = AgentFactory(territoire=territoire)
    motif = MotifFactory(territoire=territoire)
    now = timezone.now()
    rdvs = [RdvFactory(motif=motif, agent=agent, debut=at(hour)) for hour in (9, 10, 11)]
    url = f"{live_server.url}/calendrier/{renew_calendrier(agent=agent)}.ics"

    first = vdirsyncer(url)
    set_statut(rdv=rdvs[0], statut=Statut.EXCUSE, agent=agent, now=now)
    second = vdirsyncer(url)

    # Over HTTP vdirsyncer names events by their content: the one that changed has another name.
    assert len(first) == len(second) == 3 and len(first.keys() & second.keys()) == 2
    assert all("STATUS:CONFIRMED" in text for text in first.values())
    assert sum("STATUS:CANCELLED" in text for text in second.values()) == 1
