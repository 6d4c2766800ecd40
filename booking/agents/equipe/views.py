"""The team: everyone, someone to add, to change, to stop."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import perms
from booking.agents.contexte import agent_of
from booking.agents.equipe.formulaires import AgentForm
from booking.errors import EquipeRefusee
from booking.models import Agent, Lieu, Role
from booking.services.equipe import (
    add_agent,
    change_agent,
    coming_rdvs_of,
    deactivate_agent,
    invite_again,
    reactivate_agent,
)


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    agents = perms.kept_agents(agent_of(request)).prefetch_related("organisations", "services")
    return render(request, "agents/equipe/liste.html", {"agents": agents})


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest) -> HttpResponse:
    form = AgentForm(request.POST or None, territoire=request.territoire)
    if request.method == "POST" and form.is_valid():
        try:
            agent = add_agent(
                territoire=request.territoire,
                faits=form.faits(),
                email=form.adresse(),
                portail=request.portail.nom,
            )
        except EquipeRefusee as refusal:
            _refuse(form, refusal)
        else:
            invitee = " L’invitation est partie." if form.adresse() else ""
            messages.success(request, f"{agent} est dans l’équipe.{invitee}")
            return redirect("agents:equipe:liste")
    contexte = {"form": form, "sans_lieu": not Lieu.objects.of(request.territoire).exists()}
    status = 422 if form.errors else 200
    return render(request, "agents/equipe/ajouter.html", contexte, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    agent, now = _agent_of(request, uid), timezone.now()
    form = AgentForm(request.POST or None, territoire=request.territoire, agent=agent)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_agent(
                agent=agent,
                faits=form.faits(),
                now=now,
                today=now.astimezone(request.territoire.zone).date(),
                email=form.adresse(),
                portail=request.portail.nom,
            )
        except EquipeRefusee as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, "C’est enregistré.")
            # Whoever gave up their own role is led to a page they may still open.
            left = changed == agent_of(request) and changed.role != Role.REFERENT
            return redirect("agents:agenda" if left else "agents:equipe:liste")
    contexte = {
        "agent": agent,
        "form": form,
        "soi": agent == agent_of(request),
        "en_attente": agent.user is not None and not agent.user.has_usable_password(),
    }
    status = 422 if form.errors else 200
    return render(request, "agents/equipe/modifier.html", contexte, status=status)


@require_POST
def inviter(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The link again, for whoever lost theirs or let it die."""
    agent = _agent_of(request, uid)
    try:
        invite_again(agent=agent, portail=request.portail.nom)
    except EquipeRefusee as refusal:
        messages.warning(request, refusal.phrase)
    else:
        messages.success(request, "L’invitation est repartie.")
    return redirect("agents:equipe:modifier", agent.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def arreter(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET says what it does; no Rdv is lost by it."""
    agent = _agent_of(request, uid)
    if request.method == "POST":
        try:
            deactivate_agent(agent=agent, auteur=agent_of(request))
        except EquipeRefusee as refusal:
            messages.warning(request, refusal.phrase)
            return redirect("agents:equipe:modifier", agent.uid)
        messages.success(request, f"{agent} ne travaille plus ici. Ses rendez-vous restent.")
        return redirect("agents:equipe:liste")
    contexte = {"agent": agent, "rdvs": coming_rdvs_of(agent=agent, now=timezone.now())}
    return render(request, "agents/equipe/arreter.html", contexte)


@require_POST
def reprendre(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    agent = _agent_of(request, uid)
    reactivate_agent(agent=agent)
    messages.success(request, f"{agent} est de nouveau dans l’équipe.")
    return redirect("agents:equipe:liste")


def _agent_of(request: HttpRequest, uid: uuid.UUID) -> Agent:
    """404 for someone of elsewhere."""
    return get_object_or_404(perms.kept_agents(agent_of(request)), uid=uid)


def _refuse(form: AgentForm, refusal: EquipeRefusee) -> None:
    form.add_error(refusal.champ if refusal.champ in form.fields else None, refusal.phrase)
