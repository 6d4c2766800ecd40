"""/agents/secteurs/: one subject a block. For référents (see portal.acces.TABLE)."""

from django.urls import path

from booking.agents.secteurs.views import (
    a_blanc,
    adresse_seule,
    adresses,
    cartes,
    communes,
    controles,
    couches,
    couverture,
    depots,
    echanges,
    ensemble,
    essai,
    essai_lot,
    historique,
    polygones,
    publication,
    regles,
    secteurs,
    voies,
)

app_name = "secteurs"

urlpatterns = [
    # The maps of the territoire.
    path("", couches.liste, name="couches"),
    path("couches/ajouter/", couches.ajouter, name="couche_ajouter"),
    path("<slug:couche>/modifier/", couches.modifier, name="couche_modifier"),
    path("adresses/", adresses.adresses, name="adresses"),
    path("adresses/regles.csv", adresses.regles, name="adresses_regles"),
    path("<slug:couche>/", ensemble.ensemble, name="couche"),
    path("<slug:couche>/etudier/", ensemble.etudier, name="couche_etudier"),
    # Its secteurs, and who serves them.
    path("<slug:couche>/secteurs/", secteurs.liste, name="secteurs"),
    path("<slug:couche>/secteurs/ajouter/", secteurs.ajouter, name="secteur_ajouter"),
    path("<slug:couche>/secteurs/<uuid:uid>/", secteurs.secteur, name="secteur"),
    path("<slug:couche>/secteurs/<uuid:uid>/modifier/", secteurs.modifier, name="secteur_modifier"),
    path(
        "<slug:couche>/secteurs/<uuid:uid>/supprimer/", secteurs.supprimer, name="secteur_supprimer"
    ),
    path(
        "<slug:couche>/secteurs/<uuid:uid>/attribuer/", secteurs.attribuer, name="secteur_attribuer"
    ),
    path("<slug:couche>/secteurs/<uuid:uid>/retirer/", secteurs.retirer, name="secteur_retirer"),
    # Their rules.
    path("<slug:couche>/regles/", regles.liste, name="regles"),
    path("<slug:couche>/regles/deplacer/", regles.deplacer, name="regles_deplacer"),
    path("<slug:couche>/regles/supprimer/", regles.supprimer, name="regles_supprimer"),
    path("<slug:couche>/regles/<uuid:uid>/", regles.regle, name="regle"),
    path("<slug:couche>/regles/communes/ajouter/", communes.ajouter, name="regle_commune_ajouter"),
    path("<slug:couche>/regles/<uuid:uid>/communes/", communes.modifier, name="regle_commune"),
    path("<slug:couche>/communes-partagees/", communes.coupees, name="communes_coupees"),
    path("<slug:couche>/regles/voie/", voies.partager, name="regle_voie"),
    path("<slug:couche>/regles/voie/ajouter/", voies.ajouter, name="regle_voie_ajouter"),
    path("<slug:couche>/regles/voie/completer/", voies.completer, name="regle_voie_completer"),
    path(
        "<slug:couche>/regles/adresse/ajouter/", adresse_seule.ajouter, name="regle_adresse_ajouter"
    ),
    path("<slug:couche>/regles/<uuid:uid>/adresse/", adresse_seule.modifier, name="regle_adresse"),
    # Zones drawn on it.
    path(
        "<slug:couche>/regles/polygone/ajouter/", polygones.ajouter, name="regle_polygone_ajouter"
    ),
    path("<slug:couche>/regles/<uuid:uid>/polygone/", polygones.modifier, name="regle_polygone"),
    # The map, and what maps ask for.
    path("<slug:couche>/carte/", cartes.carte, name="carte"),
    path("<slug:couche>/carte/communes.json", cartes.communes, name="carte_communes"),
    path("<slug:couche>/carte/secteurs.json", cartes.secteurs, name="carte_secteurs"),
    path("<slug:couche>/carte/mesurer/", cartes.mesurer, name="carte_mesurer"),
    # Which secteur, and what an usager is offered there.
    path("<slug:couche>/essai/", essai.essai, name="essai"),
    path("<slug:couche>/essai/lot/", essai_lot.lot, name="essai_lot"),
    # Commune by commune, what is in a secteur and what is not.
    path("<slug:couche>/couverture/", couverture.couverture, name="couverture"),
    path("<slug:couche>/couverture/csv/", couverture.telecharger, name="couverture_csv"),
    # Files in, files out.
    path("<slug:couche>/echanges/", echanges.echanges, name="echanges"),
    path("<slug:couche>/exporter/<slug:forme>/", echanges.exporter, name="echange_exporter"),
    path("<slug:couche>/echanges/<uuid:uid>/", depots.depot, name="echange_depot"),
    path("<slug:couche>/echanges/<uuid:uid>/revoir/", depots.revoir, name="echange_revoir"),
    path("<slug:couche>/echanges/<uuid:uid>/rapport.csv", depots.rapport, name="echange_rapport"),
    path(
        "<slug:couche>/echanges/<uuid:uid>/projection/",
        depots.projection,
        name="echange_projection",
    ),
    path("<slug:couche>/echanges/<uuid:uid>/importer/", depots.importer, name="echange_importer"),
    path(
        "<slug:couche>/echanges/<uuid:uid>/abandonner/",
        depots.abandonner,
        name="echange_abandonner",
    ),
    # What to know before publishing.
    path("<slug:couche>/controles/", controles.controles, name="controles"),
    path("<slug:couche>/controles.csv", controles.controles_csv, name="controles_csv"),
    path("<slug:couche>/controles/<slug:cle>/", controles.constat, name="controles_constat"),
    path(
        "<slug:couche>/controles/<slug:cle>/adresses.csv",
        controles.constat_adresses,
        name="controles_adresses",
    ),
    # Publishing, at once or after a run à blanc.
    path("<slug:couche>/publication/", publication.publication, name="publication"),
    path(
        "<slug:couche>/publication/adresses.csv",
        publication.adresses,
        name="publication_adresses",
    ),
    path("<slug:couche>/a-blanc/", a_blanc.a_blanc, name="a_blanc"),
    path("<slug:couche>/a-blanc/adresses.csv", a_blanc.a_blanc_adresses, name="a_blanc_adresses"),
    path("<slug:couche>/a-blanc/preparer/", a_blanc.a_blanc_preparer, name="a_blanc_preparer"),
    path("<slug:couche>/a-blanc/publier/", a_blanc.a_blanc_publier, name="a_blanc_publier"),
    path(
        "<slug:couche>/a-blanc/abandonner/",
        a_blanc.a_blanc_abandonner,
        name="a_blanc_abandonner",
    ),
    # What was in service, and putting it back.
    path("<slug:couche>/historique/", historique.historique, name="historique"),
    path(
        "<slug:couche>/historique/<int:avant>/<int:apres>/adresses.csv",
        historique.historique_adresses,
        name="historique_adresses",
    ),
    path(
        "<slug:couche>/historique/<int:numero>/remettre/",
        historique.historique_remettre,
        name="historique_remettre",
    ),
]
