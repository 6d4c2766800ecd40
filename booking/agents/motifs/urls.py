"""/agents/motifs/: one subject a block. For référents (see portal.acces.TABLE)."""

from django.urls import path

from booking.agents.motifs.views import catalogue, etapes, motifs, reglages, services

app_name = "motifs"

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("ajouter/", motifs.ajouter, name="motif_ajouter"),
    # Services. The first word is refused to motifs (`booking.services.catalogue.RESERVES`).
    path("services/ajouter/", services.ajouter, name="service_ajouter"),
    path("services/<slug:service>/", services.service, name="service"),
    path("services/<slug:service>/modifier/", services.modifier, name="service_modifier"),
    path("services/<slug:service>/discretion/", services.discretion, name="service_discretion"),
    path("services/<slug:service>/fermer/", services.fermer, name="service_fermer"),
    path("services/<slug:service>/rouvrir/", services.rouvrir, name="service_rouvrir"),
    path("services/<slug:service>/ranger/", services.ranger, name="service_ranger"),
    # One motif.
    path("<slug:motif>/", motifs.motif, name="motif"),
    path("<slug:motif>/modifier/<slug:rubrique>/", motifs.modifier, name="motif_modifier"),
    path("<slug:motif>/fermer/", motifs.fermer, name="motif_fermer"),
    path("<slug:motif>/rouvrir/", motifs.rouvrir, name="motif_rouvrir"),
    path("<slug:motif>/ranger/", motifs.ranger, name="motif_ranger"),
    # By which way in, site by site.
    path("<slug:motif>/etapes/", etapes.etapes, name="etapes"),
    path("<slug:motif>/etapes/changer/", etapes.changer, name="etape_changer"),
    path("<slug:motif>/etapes/effacer/", etapes.effacer, name="etape_effacer"),
    # What sites change of it.
    path("<slug:motif>/reglages/", reglages.liste, name="reglages"),
    path("<slug:motif>/reglages/ajouter/", reglages.ajouter, name="reglage_ajouter"),
    path(
        "<slug:motif>/reglages/<slug:genre>/<uuid:uid>/", reglages.modifier, name="reglage_modifier"
    ),
    path(
        "<slug:motif>/reglages/<slug:genre>/<uuid:uid>/retirer/",
        reglages.retirer,
        name="reglage_retirer",
    ),
]
