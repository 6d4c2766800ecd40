"""/agents/secteurs/: one subject a block. For référents (see portal.acces.TABLE)."""

from django.urls import path

from booking.agents.secteurs.views import couches

app_name = "secteurs"

urlpatterns = [
    # The maps of the territoire.
    path("", couches.liste, name="couches"),
    path("couches/ajouter/", couches.ajouter, name="couche_ajouter"),
    path("<slug:couche>/", couches.couche, name="couche"),
]
