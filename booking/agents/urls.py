"""/agents/: one subject a block. Every view is in portal.acces.TABLE under `agents:`."""

from django.urls import include, path

from booking.agents.views import absences, agenda, calendrier, compte, plages, rdv

app_name = "agents"

urlpatterns = [
    path("", agenda.agenda, name="agenda"),
    # One Rdv.
    path("rdv/<uuid:uid>/", rdv.fiche, name="rdv"),
    path("rdv/<uuid:uid>/statut/", rdv.statut, name="rdv_statut"),
    path("rdv/<uuid:uid>/annuler/", rdv.annuler, name="rdv_annuler"),
    path("rdv/<uuid:uid>/note/", rdv.note, name="rdv_note"),
    # When one receives, and when not.
    path("plages/", plages.liste, name="plages"),
    path("plages/ajouter/", plages.ajouter, name="plage_ajouter"),
    path("plages/<uuid:uid>/", plages.modifier, name="plage_modifier"),
    path("plages/<uuid:uid>/supprimer/", plages.supprimer, name="plage_supprimer"),
    path("absences/", absences.liste, name="absences"),
    path("absences/ajouter/", absences.ajouter, name="absence_ajouter"),
    path("absences/<uuid:uid>/supprimer/", absences.supprimer, name="absence_supprimer"),
    # What one comes for, and how it is held at each site.
    path("motifs/", include("booking.agents.motifs.urls")),
    # Where one receives, and who.
    path("lieux/", include("booking.agents.lieux.urls")),
    path("equipe/", include("booking.agents.equipe.urls")),
    # What the territoire opens as a whole.
    path("usages/", include("booking.agents.usages.urls")),
    # Who goes where.
    path("secteurs/", include("booking.agents.secteurs.urls")),
    # Oneself.
    path("calendrier/", calendrier.adresse, name="calendrier"),
    path("compte/", compte.compte, name="compte"),
]
