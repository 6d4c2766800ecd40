"""What /donnees-personnelles/ says of cookies, held against the headers really sent."""

import re

from django.conf import settings


def test_cookies_are_those_the_page_tells_and_last_no_longer(visite, monde):
    said = visite.get("/donnees-personnelles/").lisible
    hours = int(re.search(r"gardent vos réponses (\d+) heures au plus", said)[1])
    assert "aucun traceur" in said
    for chemin in ("/", "/lieux/", "/statistiques/", "/recherche/?q=pmi"):
        visite.get(chemin)
    assert not visite.client.cookies

    visite.book(monde.demarche, monde.orval)

    cookies = visite.client.cookies
    assert set(cookies) == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert all(0 < int(cookie["max-age"]) <= hours * 3600 for cookie in cookies.values())
