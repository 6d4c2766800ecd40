"""The host names the territoire, and nothing else does."""

import json
import logging

import pytest
from django.test import RequestFactory

from home.models import Portail
from portal.journal import JsonFormatter
from tests.factories.home import PortailFactory


@pytest.fixture
def two_portails(db):
    a = PortailFactory(site__hostname="a.example.test", territoire__nom="Territoire A")
    b = PortailFactory(site__hostname="b.example.test", territoire__nom="Territoire B")
    return a, b


def test_each_host_shows_its_own_territoire(client, two_portails):
    for portail in two_portails:
        page = client.get("/", headers={"host": portail.site.hostname}).content.decode()
        other = next(p for p in two_portails if p != portail)
        assert portail.territoire.nom in page
        assert other.territoire.nom not in page


@pytest.mark.parametrize("host", ["inconnu.example", "a.example.test.evil.example", "127.0.0.9"])
def test_an_unknown_host_is_404_never_the_default_site(client, two_portails, host):
    response = client.get("/", headers={"host": host})
    assert response.status_code == 404
    assert "Territoire" not in response.content.decode()


def test_a_forwarded_host_is_not_believed(client, two_portails):
    response = client.get(
        "/", headers={"host": "a.example.test", "x-forwarded-host": "b.example.test"}
    )
    assert "Territoire A" in response.content.decode()


def test_the_port_settles_two_sites_of_one_host(db):
    first = PortailFactory(site__hostname="127.0.0.1", site__port=8000)
    second = PortailFactory(site__hostname="127.0.0.1", site__port=8001)
    assert Portail.objects.for_host("127.0.0.1:8000") == first
    assert Portail.objects.for_host("127.0.0.1:8001") == second
    assert Portail.objects.for_host("127.0.0.1:9999") is None


def test_a_malformed_host_is_refused_without_an_error(client, two_portails):
    assert client.get("/", headers={"host": "a b<script>"}).status_code == 400


def test_every_answer_carries_its_request_id(client, two_portails):
    response = client.get("/", headers={"host": "a.example.test", "x-request-id": "abcd-1234"})
    assert response["X-Request-ID"] == "abcd-1234"
    forged = client.get("/", headers={"host": "a.example.test", "x-request-id": "<b>"})
    assert forged["X-Request-ID"] != "<b>"


def test_security_headers_are_strict_outside_the_cms(client, two_portails):
    response = client.get("/", headers={"host": "a.example.test"})
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_reading_sets_no_cookie(client, two_portails):
    assert not client.get("/", headers={"host": "a.example.test"}).cookies


def test_a_log_line_names_the_view_and_never_the_query(client, two_portails, caplog):
    with caplog.at_level(logging.INFO, logger="parvis.acces"):
        client.get("/recherche/?q=canari-secret", headers={"host": "a.example.test"})
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert lines
    assert not any("canari-secret" in line for line in lines)
    assert json.loads(lines[-1])["vue"] == "recherche"


def test_the_time_zone_is_that_of_the_territoire(db, monkeypatch):
    from django.utils import timezone

    from portal.middleware import TerritoireMiddleware

    PortailFactory(site__hostname="reunion.example.test", territoire__fuseau="Indian/Reunion")
    seen = []

    def view(request):
        seen.append(timezone.get_current_timezone_name())

    request = RequestFactory().get("/", headers={"host": "reunion.example.test"})
    TerritoireMiddleware(view)(request)
    assert seen == ["Indian/Reunion"]
