"""/agents/usages/. For référents (see portal.acces.TABLE)."""

from django.urls import path

from booking.agents.usages import creation, ensemble, fiche, questions

app_name = "usages"

urlpatterns = [
    path("", ensemble.liste, name="liste"),
    # Three ways to begin, one page to look before making.
    path("ouvrir/", creation.choisir, name="choisir"),
    path("ouvrir/modele/<slug:code>/", creation.depuis_modele, name="depuis_modele"),
    path("ouvrir/fichier/", creation.depuis_fichier, name="depuis_fichier"),
    path("ouvrir/motifs/", creation.depuis_motifs, name="depuis_motifs"),
    # One use case.
    path("cas/<slug:cas>/", fiche.fiche, name="cas"),
    path("cas/<slug:cas>/modifier/", fiche.modifier, name="modifier"),
    path("cas/<slug:cas>/etape/", fiche.etape, name="etape"),
    path("cas/<slug:cas>/ouvrir/", fiche.ouvrir, name="ouvrir"),
    path("cas/<slug:cas>/fermer/", fiche.fermer, name="fermer"),
    path("cas/<slug:cas>/fichier/", fiche.exporter, name="exporter"),
    path("cas/<slug:cas>/questions/ajouter/", questions.ajouter, name="question_ajouter"),
    path("cas/<slug:cas>/questions/<int:rang>/", questions.modifier, name="question_modifier"),
    path("cas/<slug:cas>/questions/<int:rang>/ranger/", questions.ranger, name="question_ranger"),
    path(
        "cas/<slug:cas>/questions/<int:rang>/retirer/", questions.retirer, name="question_retirer"
    ),
]
