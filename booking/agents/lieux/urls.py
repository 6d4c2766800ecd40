"""/agents/lieux/. For référents (see portal.acces.TABLE)."""

from django.urls import path

from booking.agents.lieux import views

app_name = "lieux"

urlpatterns = [
    path("", views.liste, name="liste"),
    path("ajouter/", views.ajouter, name="ajouter"),
    path("<uuid:uid>/", views.modifier, name="modifier"),
    path("<uuid:uid>/fermer/", views.fermer, name="fermer"),
    path("<uuid:uid>/rouvrir/", views.rouvrir, name="rouvrir"),
]
