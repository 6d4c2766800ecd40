"""The rules of a couche: found, moved, deleted. Each kind is written on a page of its own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.regles import DeplacementForm, RechercheForm, secteurs_of
from booking.agents.secteurs.lignes import rows_of, rules_label, secteur_label
from sectorisation.edition import delete_regles, move_regles
from sectorisation.errors import EditionRefusee
from sectorisation.models import Couche, Regle
from sectorisation.models.regle import RegleQuerySet
from sectorisation.numerotation import numbers_of
from sectorisation.repertoire import read_rules, search_rules

PAR_PAGE = 50
# A page of choices, not a whole couche: a file does that better.
MAX_CHOISIES = 500
RIEN_DE_COCHE = (("Cochez au moins une règle", "regles"),)


@require_safe
def liste(request: HttpRequest, couche: str) -> HttpResponse:
    return _render_liste(request, couche_of(request, couche))


@require_safe
def regle(request: HttpRequest, couche: str, uid: uuid.UUID) -> HttpResponse:
    """The page where this rule is written: one address for every kind."""
    ici = couche_of(request, couche)
    regle = get_object_or_404(Regle.objects.of_couche(ici).without_geometry(), uid=uid)
    if regle.genre == Regle.Genre.VOIE:
        return redirect(street_url(ici, regle))
    return redirect(f"agents:secteurs:regle_{regle.genre}", ici.slug, regle.uid)


@require_POST
def deplacer(request: HttpRequest, couche: str) -> HttpResponse:
    """Gives the chosen rules to another secteur: nothing is lost, so nothing is asked."""
    ici = couche_of(request, couche)
    choisies = _chosen(request, ici)
    form = DeplacementForm(request.POST, secteurs=secteurs_of(ici))
    if not choisies:
        return _render_liste(request, ici, deplacement=form, erreurs=RIEN_DE_COCHE)
    if not form.is_valid():
        return _render_liste(request, ici, deplacement=form)
    vers = form.cleaned_data["vers"]
    try:
        nombre = move_regles(couche=ici, regles=choisies, secteur=vers)
    except EditionRefusee as refus:
        form.add_error("vers", refus.phrase)
        return _render_liste(request, ici, deplacement=form)
    accord = f"{nombre} règles déplacées" if nombre > 1 else f"{nombre} règle déplacée"
    messages.success(request, f"{accord} vers le secteur {secteur_label(vers, numbers_of(ici))}.")
    return redirect(_return_url(request, ici))


@require_POST
def supprimer(request: HttpRequest, couche: str) -> HttpResponse:
    """Asks about the chosen rules, then deletes them: `confirme` is on the page that asks."""
    ici = couche_of(request, couche)
    choisies = _chosen(request, ici)
    if not choisies:
        return _render_liste(request, ici, erreurs=RIEN_DE_COCHE)
    if "confirme" not in request.POST:
        contexte = page_of(
            request,
            ici,
            lignes=rows_of(choisies, ici),
            gardes=[*_filters(request, ici).kept(), ("depuis", request.POST.get("depuis", ""))],
            retour=_return_url(request, ici),
        )
        return render(request, "agents/secteurs/regles_supprimer.html", contexte)
    nombre = delete_regles(couche=ici, regles=choisies)
    accord = f"{nombre} règles supprimées" if nombre > 1 else "Règle supprimée"
    messages.success(request, f"{accord}. Les usagers le verront à la prochaine publication.")
    return redirect(_return_url(request, ici))


def street_url(couche: Couche, regle: Regle) -> str:
    """The page of the whole street a rule is about."""
    voie = {"voie": regle.voies[0]} if regle.voies else {"regle": str(regle.uid)}
    adresse = reverse("agents:secteurs:regle_voie", args=[couche.slug])
    return f"{adresse}?{urlencode({'commune': regle.insee, **voie})}"


def _chosen(request: HttpRequest, couche: Couche) -> RegleQuerySet:
    """The rules ticked, or the one whose own button was pressed; none of another couche."""
    regles = Regle.objects.of_couche(couche).without_geometry().select_related("secteur")
    return regles.filter(uid__in=_ticked(request)).order_by("id")


def _ticked(request: HttpRequest) -> set[uuid.UUID]:
    seule = request.POST.get("seule")
    try:
        return {
            uuid.UUID(texte)
            for texte in ([seule] if seule else request.POST.getlist("regle")[:MAX_CHOISIES])
        }
    except ValueError:
        raise Http404 from None


def _return_url(request: HttpRequest, couche: Couche) -> str:
    """Where the person was: a secteur's page, or the table with its filters."""
    secteur = next(
        (s for s in secteurs_of(couche) if str(s.uid) == request.POST.get("depuis")), None
    )
    if secteur is not None:
        return reverse("agents:secteurs:secteur", args=[couche.slug, secteur.uid])
    gardes = _filters(request, couche).kept()
    adresse = reverse("agents:secteurs:regles", args=[couche.slug])
    return f"{adresse}?{urlencode(gardes)}" if gardes else adresse


def _filters(request: HttpRequest, couche: Couche) -> RechercheForm:
    """The filters of the table, wherever the request carries them."""
    lues = request.POST if request.method == "POST" else request.GET
    return RechercheForm(lues, secteurs=secteurs_of(couche))


def _render_liste(
    request: HttpRequest,
    couche: Couche,
    *,
    deplacement: DeplacementForm | None = None,
    erreurs: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    filtres = _filters(request, couche)
    secteurs = list(filtres.fields["secteur"].secteurs.values())
    demande = filtres.asked()
    page = Paginator(search_rules(couche, demande), PAR_PAGE).get_page(request.GET.get("page"))
    contexte = page_of(
        request,
        couche,
        filtres=filtres,
        gardes=filtres.kept(),
        cherche=bool(demande.texte or demande.genre or demande.secteur),
        page=page,
        combien=rules_label(page.paginator.count),
        lignes=rows_of(read_rules(page), couche),
        choisies=_ticked(request),
        # `form`: the frame says in the title that something is wrong with it.
        form=deplacement,
        deplacement=deplacement or DeplacementForm(secteurs=secteurs),
        erreurs=erreurs,
    )
    status = 400 if erreurs or deplacement else 200
    return render(request, "agents/secteurs/regles.html", contexte, status=status)
