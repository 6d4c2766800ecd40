"""/agents/equipe/. For référents (see portal.acces.TABLE)."""

from django.urls import path

from booking.agents.equipe import views

app_name = "equipe"

urlpatterns = [
    path("", views.liste, name="liste"),
    path("ajouter/", views.ajouter, name="ajouter"),
    path("<uuid:uid>/", views.modifier, name="modifier"),
    path("<uuid:uid>/inviter/", views.inviter, name="inviter"),
    path("<uuid:uid>/arreter/", views.arreter, name="arreter"),
    path("<uuid:uid>/reprendre/", views.reprendre, name="reprendre"),
]
