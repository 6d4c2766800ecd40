"""The usager's addresses. Mounted at the root: /rendez-vous/, /rdv/ and /prendre_rdv."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from booking.public import (
    acces_rdv,
    adresse,
    ailleurs,
    annulation,
    coordonnees,
    creneau,
    deplacement,
    lieu,
    mon_rdv,
    motif,
    reprise,
    sans_adresse,
    secteur,
    suggestions,
    verification,
)

app_name = "public"

urlpatterns = [
    # Taking an appointment, in six steps.
    path("rendez-vous/", motif.choose_motif, name="motif"),
    path("rendez-vous/adresse/", adresse.give_adresse, name="adresse"),
    path("rendez-vous/adresse/suggestions/", suggestions.suggest, name="adresse_suggestions"),
    path("rendez-vous/commune/", sans_adresse.give_commune, name="adresse_commune"),
    path("rendez-vous/lieu/", lieu.choose_lieu, name="lieu"),
    path("rendez-vous/creneau/", creneau.choose_creneau, name="creneau"),
    path("rendez-vous/coordonnees/", coordonnees.give_coordonnees, name="coordonnees"),
    path("rendez-vous/prolonger/", coordonnees.renew, name="prolonger"),
    path("rendez-vous/abandonner/", coordonnees.give_up, name="abandon"),
    path("rendez-vous/verification/", verification.verify, name="verification"),
    # Booked in someone else's agenda.
    path("rendez-vous/ailleurs/<uuid:uid>/", ailleurs.leave, name="ailleurs"),
    # Which site answers for where one lives, asked by a page: no token, as pages set no cookie.
    path("rendez-vous/secteur/", secteur.locate, name="secteur"),
    path(
        "rendez-vous/secteur/suggestions/",
        csrf_exempt(suggestions.suggest),
        name="secteur_suggestions",
    ),
    # Links written for RDV Service Public.
    path("prendre_rdv", reprise.take_over, name="prendre_rdv"),
    path("prendre_rdv/", reprise.take_over),
    # My appointment.
    path("rdv/", acces_rdv.ask_code, name="acces_rdv"),
    path("rdv/code/", acces_rdv.open_by_code, name="code"),
    path("rdv/lien-perdu/", acces_rdv.lost_link, name="lien_perdu"),
    path("rdv/<str:jeton>/", mon_rdv.show_rdv, name="rdv"),
    path("rdv/<str:jeton>/agenda.ics", mon_rdv.agenda, name="agenda"),
    path("rdv/<str:jeton>/deplacer/", deplacement.choose, name="deplacer"),
    path("rdv/<str:jeton>/deplacer/confirmer/", deplacement.confirm, name="deplacer_confirmer"),
    path("rdv/<str:jeton>/annuler/", annulation.cancel, name="annuler"),
    path("rdv/<str:jeton>/pas-moi/", annulation.not_me, name="pas_moi"),
]
