"""The map of the site, in reading order. Roots named here are refused to pages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home import views as home_views
from portal import views_galerie

urlpatterns = [
    # Agents sign in, then work.
    path("agents/compte/", include("allauth.account.urls")),
    path("agents/compte/2fa/", include("allauth.mfa.urls")),
    # Editors.
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # The brand.
    path("theme/<str:empreinte>.css", home_views.theme, name="theme"),
    # Demonstration: every component in every state.
    path("composants/", views_galerie.galerie, name="galerie"),
    path("composants/<slug:page>/", views_galerie.galerie, name="galerie_page"),
]
urlpatterns += i18n_patterns(
    # Pages of the communication team: last, they take every other address.
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
