"""The map of the site, in reading order. Roots named here are refused to pages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from booking.connecteurs.flux_agent import flux_agent
from home import views as home_views
from home import views_etat, views_fichiers, views_legales, views_sitemap, views_statistiques
from portal import views_demonstration, views_galerie
from portal.api import api, unknown_route
from portal.langues import journey_in

urlpatterns = [
    # Agents sign in, then work.
    path("agents/compte/", include("allauth.account.urls")),
    path("agents/compte/2fa/", include("allauth.mfa.urls")),
    path("agents/", include("booking.agents.urls")),
    path("calendrier/<str:secret>.ics", flux_agent, name="flux_agent"),
    # Editors.
    path("cms/", include(wagtailadmin_urls)),
    # Partners.
    path("api/v1/", api.urls),
    path("api/<path:reste>", unknown_route, name="api_inconnue"),
    # The brand, images and documents of a portail.
    path("theme/<str:empreinte>.css", home_views.theme, name="theme"),
    path("media/<path:chemin>", views_fichiers.media, name="media"),
    path("documents/<uuid:uid>/<str:nom>", views_fichiers.document, name="document"),
    path("robots.txt", views_legales.robots_txt, name="robots_txt"),
    path("sitemap.xml", views_sitemap.sitemap_xml, name="sitemap_xml"),
    path("flux/actualites.rss", views_sitemap.actualites_rss, name="actualites_rss"),
    path(".well-known/security.txt", views_legales.security_txt, name="security_txt"),
    # Demonstration: what was sent, and every component in every state.
    path("demonstration/messages/", views_demonstration.messages, name="messages_envoyes"),
    path("composants/", views_galerie.galerie, name="galerie"),
    path("composants/<slug:page>/", views_galerie.galerie, name="galerie_page"),
]
urlpatterns += [
    # Pages that no editor writes.
    path("recherche/", home_views.recherche, name="recherche"),
    path("lieux/", home_views.lieux, name="lieux"),
    path("etat-des-services/", views_etat.etat_des_services, name="etat_des_services"),
    path("plan-du-site/", home_views.plan_du_site, name="plan_du_site"),
    path("accessibilite/", views_legales.accessibilite, name="accessibilite"),
    path("mentions-legales/", views_legales.mentions_legales, name="mentions_legales"),
    path("donnees-personnelles/", views_legales.donnees_personnelles, name="donnees_personnelles"),
    path("statistiques/", views_statistiques.statistiques, name="statistiques"),
    path(
        "statistiques/<slug:periode>/",
        views_statistiques.statistiques,
        name="statistiques_periode",
    ),
    path(
        "statistiques/<slug:periode>/<slug:table>.csv",
        views_statistiques.tableau,
        name="statistiques_tableau",
    ),
    # A language alone: where what it translates begins.
    *(path(f"{code}/", journey_in, {"code": code}) for code in settings.PARVIS_LANGUES),
]
# Taking an appointment, then "Mon rendez-vous": /rendez-vous/, /rdv/, /prendre_rdv. In French, and
# under /en/, /ar/… in the others; nothing else is translated, so nothing else stands there.
urlpatterns += i18n_patterns(
    path("", include("booking.public.urls")), prefix_default_language=False
)
urlpatterns += [
    # Pages of the communication team: last, they take every other address.
    path("", include(wagtail_urls)),
]
