"""Every page of the référents' room answers, on both databases: the others show what they say."""

import re

from django.urls import resolve

from tests.agents.conftest import lundi_matin
from tests.secteurs.publie import client, terrain

__all__ = ["client", "lundi_matin", "terrain"]

RACINE = "/agents/secteurs/"
LIEN = re.compile(r'href="(/agents/secteurs/[^"#]*)"')
# Reached by a link of any couche with published secteurs.
AU_MOINS = {
    "couches", "couche", "secteurs", "secteur", "regles", "regle", "carte", "essai", "essai_lot",
    "couverture", "couverture_csv", "echanges", "controles", "publication", "historique",
    "adresses", "a_blanc",
}  # fmt: skip


def test_every_page_one_link_leads_to_answers(client, terrain):
    terrain.give_all_to_nord()
    seen, waiting = {}, [RACINE]
    while waiting:
        address = waiting.pop().replace("&amp;", "&")
        view = resolve(address.partition("?")[0]).url_name
        if view in seen:
            continue
        response = client.get(address, follow=True)
        seen[view] = response.status_code
        if "html" in response.headers["Content-Type"]:
            waiting += LIEN.findall(response.content.decode())
    assert seen == dict.fromkeys(seen, 200)
    assert seen.keys() >= AU_MOINS
