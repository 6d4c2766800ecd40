"""Street rules: the street is found first, then shared between secteurs, number by number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.regles import secteurs_of
from booking.agents.secteurs.formulaires.voies import (
    TronconForm,
    TronconFormSet,
    VoieChercheeForm,
    initial_of,
    numbers_list,
    numbers_sentence,
)
from booking.agents.secteurs.rue import RueEcrite, read_street
from sectorisation.adresses import rues
from sectorisation.adresses.interface import geocodeur_for
from sectorisation.edition import Troncon, Voie, add_regle, held_numbers, write_street
from sectorisation.errors import EditionRefusee
from sectorisation.models import Couche, Regle


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, couche: str) -> HttpResponse:
    """Finds the street. One sure match leads on; several are shown; none may be kept by name."""
    ici = couche_of(request, couche)
    initial = {"secteur": request.GET.get("secteur", "")}
    form = VoieChercheeForm(request.POST or None, couche=ici, initial=initial)
    trouvees: list[rues.Rue] = []
    inconnue = False
    if request.method == "POST" and form.is_valid():
        lu = form.cleaned_data
        if "nouvelle" in request.POST:
            if regle := _add_unknown(form):
                return redirect(_street_url(ici, commune=regle.insee, regle=str(regle.uid)))
        else:
            trouvees = rues.find_streets(ici.territoire, lu["voie"], insee=lu["commune"])
            sures = [r for r in trouvees if r.mots == rues.street_name(lu["voie"])]
            sures = sures or [r for r in trouvees if rues.says(r, lu["voie"])]
            if len(sures) == 1:
                return redirect(_url_of(ici, sures[0], form))
            if not trouvees:
                inconnue, trouvees = True, _alike(ici, lu["voie"], lu["commune"])
    contexte = page_of(
        request,
        ici,
        form=form,
        trouvees=[{"rue": rue, "url": _url_of(ici, rue, form)} for rue in trouvees],
        inconnue=inconnue,
    )
    status = 400 if form.errors else 200
    return render(request, "agents/secteurs/regle_voie_chercher.html", contexte, status=status)


@require_POST
def completer(request: HttpRequest, couche: str) -> JsonResponse:
    """Names of streets that begin so, for the list under the field. POST: nothing in the URL."""
    ici = couche_of(request, couche)
    texte = request.POST.get("voie", "")[:150]
    insee = request.POST.get("commune", "")[:5]
    trouvees = (
        rues.find_streets(ici.territoire, texte, insee=insee, limit=8) if len(texte) >= 3 else []
    )
    return JsonResponse({"voies": [f"{rue.nom}, {rue.ville}" for rue in trouvees]})


@require_http_methods(["GET", "HEAD", "POST"])
def partager(request: HttpRequest, couche: str) -> HttpResponse:
    """Every rule of one street, on one page; nothing is written before "Enregistrer"."""
    ici = couche_of(request, couche)
    ecrite = read_street(
        ici,
        insee=request.GET.get("commune", ""),
        cle=request.GET.get("voie", ""),
        regle=request.GET.get("regle", ""),
    )
    if ecrite is None:
        raise Http404
    troncons = _formset(request, ici, ecrite)
    ecrire = request.method == "POST" and not {"ajouter", "compter"} & request.POST.keys()
    if ecrire and troncons.is_valid():
        try:
            regles = _save(ici, ecrite, troncons)
        except EditionRefusee as refus:
            forme = troncons.forms[refus.rang]
            forme.add_error(refus.champ if refus.champ in forme.fields else None, refus.phrase)
        else:
            messages.success(request, f"{ecrite.voie.nom} : {_outcome(regles)}.")
            if regles:
                secteur = regles[0].secteur
                return redirect("agents:secteurs:secteur", ici.slug, secteur.uid)
            return redirect("agents:secteurs:regles", ici.slug)
    return _render_street(request, ici, ecrite, troncons, status=400 if ecrire else 200)


def _formset(request: HttpRequest, couche: Couche, ecrite: RueEcrite) -> Any:
    reste = {"form_kwargs": {"secteurs": secteurs_of(couche)}, "prefix": "t"}
    if request.method != "POST":
        initial = [initial_of(regle) for regle in ecrite.regles]
        voulu = {"secteur": request.GET.get("secteur", "")}
        return TronconFormSet(
            initial=[*initial, voulu] if voulu["secteur"] else initial or [{}], **reste
        )
    lues = request.POST.copy()
    if "ajouter" in lues and lues.get("t-TOTAL_FORMS", "").isdecimal():
        lues["t-TOTAL_FORMS"] = str(int(lues["t-TOTAL_FORMS"]) + 1)
    return TronconFormSet(lues, **reste)


def _save(couche: Couche, ecrite: RueEcrite, troncons: Any) -> list[Regle]:
    """Writes the lines that name a secteur; a rule left without one, or ticked, is removed."""
    par_uid = {str(regle.uid): regle for regle in ecrite.regles}
    rangs, gardes = [], []
    for rang, form in enumerate(troncons.forms):
        lu = form.cleaned_data
        if lu.get("secteur") is None or lu.get("retirer"):
            continue
        rangs.append(rang)
        gardes.append(
            Troncon(
                secteur=lu["secteur"],
                voie=form.part_of(ecrite.voie),
                regle=par_uid.pop(lu.get("regle", ""), None),
                **form.settings(),
            )
        )
    nommees = {form.cleaned_data.get("regle") for form in troncons.forms}
    retirees = [regle for uid, regle in par_uid.items() if uid in nommees]
    try:
        return write_street(couche=couche, troncons=gardes, retirees=retirees)
    except EditionRefusee as refus:
        raise EditionRefusee(refus.phrase, champ=refus.champ, rang=rangs[refus.rang]) from None


def _alike(couche: Couche, nom: str, insee: str) -> list[rues.Rue]:
    """Streets whose name resembles one that nothing matches: a slip of the hand is common."""
    candidats = geocodeur_for(couche.territoire).search(nom, limit=8)
    proches = [
        rues.street(couche.territoire, c.citycode, c.id)
        for c in candidats
        if c.type in ("street", "locality") and (not insee or c.citycode == insee)
    ]
    return [rue for rue in proches if rue is not None]


def _add_unknown(form: VoieChercheeForm) -> Regle | None:
    lu = form.cleaned_data
    if not lu["commune"]:
        form.add_error("commune", "Choisissez la commune de cette voie")
        return None
    voie = Voie(lu["commune"], lu["voie"], nouvelle=True)
    try:
        return add_regle(secteur=lu["secteur"], contenu=voie)
    except EditionRefusee as refus:
        form.add_error(refus.champ if refus.champ in form.fields else "voie", refus.phrase)
        return None


def _render_street(
    request: HttpRequest, couche: Couche, ecrite: RueEcrite, troncons: Any, status: int
) -> HttpResponse:
    reste = list(ecrite.numeros)
    lignes = []
    for form in troncons.forms:
        tenus = _held(form, ecrite, judged=request.method == "POST")
        reste = [n for n in reste if n not in set(tenus or ())]
        lignes.append(
            {
                "form": form,
                "compte": "" if tenus is None else numbers_sentence(tenus),
                "numeros": numbers_list(tenus or []),
            }
        )
    contexte = page_of(
        request,
        couche,
        rue=ecrite,
        compte=numbers_sentence(ecrite.numeros) if ecrite.numeros else "",
        numeros=numbers_list(ecrite.numeros),
        reste=numbers_list(reste) if len(reste) < len(ecrite.numeros) else "",
        troncons=troncons,
        lignes=lignes,
        erreurs=_errors(troncons) if status != 200 else [],
    )
    return render(request, "agents/secteurs/regle_voie.html", contexte, status=status)


def _held(form: TronconForm, ecrite: RueEcrite, *, judged: bool) -> list[rues.Numero] | None:
    """Numbers a line holds; None when it names no secteur, or cannot be read."""
    if judged:
        if not form.is_valid() or form.cleaned_data.get("secteur") is None:
            return None
        return held_numbers(form.part_of(ecrite.voie), ecrite.numeros)
    regle = next((r for r in ecrite.regles if str(r.uid) == form.initial.get("regle")), None)
    return held_numbers(ecrite.part_of(regle), ecrite.numeros) if regle else None


def _errors(troncons: Any) -> list[tuple[str, str]]:
    """Every error of every line, for the summary."""
    return [
        (f"Tronçon {rang} : {phrase}", form[nom].auto_id if nom in form.fields else "")
        for rang, form in enumerate(troncons.forms, 1)
        for nom, phrases in form.errors.items()
        for phrase in phrases
    ]


def _outcome(regles: list[Regle]) -> str:
    if not regles:
        return "plus aucune règle"
    return "1 règle enregistrée" if len(regles) == 1 else f"{len(regles)} règles enregistrées"


def _url_of(couche: Couche, rue: rues.Rue, form: VoieChercheeForm) -> str:
    secteur = form.cleaned_data.get("secteur")
    voulu = {"secteur": str(secteur.uid)} if secteur else {}
    return _street_url(couche, commune=rue.insee, voie=rue.cle, **voulu)


def _street_url(couche: Couche, **parametres: str) -> str:
    """Public identifiers only: no name typed is ever in an address."""
    return f"{reverse('agents:secteurs:regle_voie', args=[couche.slug])}?{urlencode(parametres)}"
