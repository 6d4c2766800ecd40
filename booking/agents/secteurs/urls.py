"""/agents/secteurs/: one subject a block. For référents (see portal.acces.TABLE)."""

from django.urls import path

from booking.agents.secteurs.views import cartes, couches

app_name = "secteurs"

urlpatterns = [
    # The maps of the territoire.
    path("", couches.liste, name="couches"),
    path("couches/ajouter/", couches.ajouter, name="couche_ajouter"),
    path("<slug:couche>/", couches.couche, name="couche"),
    # The map, and what maps ask for.
    path("<slug:couche>/carte/", cartes.carte, name="carte"),
    path("<slug:couche>/carte/communes.json", cartes.communes, name="carte_communes"),
    path("<slug:couche>/carte/secteurs.json", cartes.secteurs, name="carte_secteurs"),
    path("<slug:couche>/carte/mesurer/", cartes.mesurer, name="carte_mesurer"),
]
