"""What every page of the agents' space shows around its content."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from booking.models import Agent, Role

# View names of one subject begin alike: the menu marks the subject one is in.
MENU = (
    ("Agenda", "agents:agenda", ("agenda", "rdv")),
    ("Plages d’ouverture", "agents:plages", ("plage",)),
    ("Absences", "agents:absences", ("absence",)),
)
MENU_REFERENT = (
    ("Cas d’usage", "agents:usages:liste", ("usages:",)),
    ("Motifs", "agents:motifs:catalogue", ("motifs:",)),
    ("Lieux", "agents:lieux:liste", ("lieux:",)),
    ("Équipe", "agents:equipe:liste", ("equipe:",)),
    ("Secteurs", "agents:secteurs:couches", ("secteurs:",)),
)


def agent_of(request: HttpRequest) -> Agent:
    """The signed-in agent; AccesMiddleware let no one else through."""
    return request.user.agent


def espace_agent(request: HttpRequest) -> dict[str, object]:
    """Context processor: menu and name, under /agents/ and for a signed-in agent only."""
    user = getattr(request, "user", None)
    if not request.path.startswith("/agents/") or user is None or not user.is_authenticated:
        return {}
    match = request.resolver_match
    name = match.view_name.removeprefix("agents:") if match else ""
    shown: dict[str, object] = {"agent_nom": str(user), "agent_url": reverse("agents:compte")}
    agent = getattr(user, "agent", None)
    if agent is None or agent.territoire_id != request.territoire.pk:
        return shown
    here = match is not None and match.view_name.startswith("agents:")
    menu = MENU + (MENU_REFERENT if agent.role == Role.REFERENT else ())
    return {
        "agent_nom": f"{agent.prenom[:1]}. {agent.nom}",
        "agent_url": reverse("agents:compte"),
        "agent_menu": [
            (title, reverse(target), here and name.startswith(starts))
            for title, target, starts in menu
        ],
    }
