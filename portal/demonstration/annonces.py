"""What the demonstration announces: one site disturbed, alerts past and to come, a calm home page."""

from __future__ import annotations

import datetime as dt

from booking.models import Gene, Lieu, Motif
from home import annonces
from home.annonces import Touche
from home.models import Alerte, CibleAlerte, HomePage, Niveau, Portail
from portal.models import User

JOUR = dt.timedelta(days=1)


def announce(portail: Portail, *, now: dt.datetime, auteur: User) -> None:
    """A site whose lift is out of order for three days, and two alerts that do not show today."""
    local = now.astimezone(portail.territoire.zone)
    # From this morning to an evening: hours as someone would write them.
    matin = local.replace(hour=8, minute=0, second=0, microsecond=0)
    soir = matin.replace(hour=18)
    lieu = Lieu.objects.of(portail.territoire).order_by("-fauteuil", "pk").first()
    _welcome_and_close(lieu, today=local.date())
    annonces.announce(
        portail=portail,
        touche=Touche(lieu=lieu),
        nature=Gene.MODIFIE,
        texte="L’ascenseur est en panne. Prévenez-nous : nous vous recevons au rez-de-chaussée.",
        debut=matin,
        fin=soir + 3 * JOUR,
        now=now,
        auteur=auteur,
        cle_formulaire="demonstration",
    )
    for texte, debut, fin in (
        ("Les transports scolaires ont été suspendus.", -12, -11),
        ("Nos lieux d’accueil fermeront à 15 h la veille du jour férié.", 20, 22),
    ):
        Alerte.objects.create(
            territoire=portail.territoire,
            niveau=Niveau.INFORMATION,
            texte=texte,
            cible=CibleAlerte.PORTAIL,
            debut=matin + debut * JOUR,
            fin=soir + fin * JOUR,
            cree_le=now + min(debut, 0) * JOUR,
        )
    _feature(portail)


def _welcome_and_close(lieu: Lieu, *, today: dt.date) -> None:
    """When one comes without booking, and a day when nobody does."""
    later = today + 17 * JOUR
    ferme = later + (1 - later.weekday()) % 7 * JOUR
    lieu.permanences = [{"nom": "Pesée des bébés", "horaires": {"1": [["09:00", "11:00"]]}}]
    lieu.fermetures = [
        {"debut": ferme.isoformat(), "fin": ferme.isoformat(), "raison": "Formation de l’équipe."}
    ]
    lieu.save(update_fields=["permanences", "fermetures"])


def _feature(portail: Portail) -> None:
    """The actions most people come for, at the top of the home page."""
    accueil = HomePage.objects.get(pk=portail.site.root_page_id)
    known = set(Motif.objects.of(portail.territoire).values_list("slug", flat=True))
    aide = accueil.get_children().live().filter(slug="comment-ca-se-passe").first()
    phares = [
        ("rendez_vous", {"cible": f"motif:{slug}", "texte": texte})
        for slug, texte in (("pesee", "Faire peser mon bébé"), ("demarche", "Être aidé pour une démarche"))
        if slug in known
    ]  # fmt: skip
    phares.append(("telephone", {"texte": "Enfance en danger", "numero": "119"}))
    if aide:
        phares.append(("information", {"texte": "Comment se passe un rendez-vous ?", "page": aide}))
    accueil.phares = phares
    accueil.save_revision().publish()


def create_on_call(portail: Portail, *, email: str, mot_de_passe: str) -> None:
    """Whoever is on call at night: may announce, and nothing else."""
    user = User.objects.create_user(
        email,
        mot_de_passe,
        first_name="Dominique",
        last_name="Astreinte",
    )
    user.groups.add(portail.groupe_alerte)
