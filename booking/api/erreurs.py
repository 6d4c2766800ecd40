"""One shape for every refusal of the API."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from booking.errors import BookingError


class ErreurApi(Exception):
    """A refusal with its status and a stable code."""

    statut = 400
    code = "demande_invalide"
    message = "Cette demande n’est pas valide."


class Introuvable(ErreurApi):
    statut = 404
    code = "introuvable"
    message = "Rien ne porte cet identifiant dans ce territoire."


class TropDeDemandes(ErreurApi):
    statut = 429
    code = "trop_de_demandes"

    def __init__(self, secondes: int) -> None:
        self.secondes = secondes
        self.message = f"Trop de demandes : recommencez dans {secondes} secondes."


def _answer(
    api: NinjaAPI,
    request: HttpRequest,
    *,
    statut: int,
    code: str,
    message: str,
    champs: dict[str, str] | None = None,
) -> HttpResponse:
    body = {
        "code": code,
        "message": message,
        "champs": champs or {},
        "demande": getattr(request, "request_id", ""),
    }
    return api.create_response(request, body, status=statut)


def register_errors(api: NinjaAPI) -> None:
    """Give every exception of a view the shape of `schemas.Erreur`."""

    def refusal(request: HttpRequest, error: ErreurApi) -> HttpResponse:
        response = _answer(
            api, request, statut=error.statut, code=error.code, message=error.message
        )
        if isinstance(error, TropDeDemandes):
            response["Retry-After"] = str(error.secondes)
        return response

    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        champs = {".".join(str(part) for part in e["loc"][1:]): e["msg"] for e in error.errors}
        return _answer(
            api,
            request,
            statut=422,
            code="champs_invalides",
            message="Corrigez les champs indiqués.",
            champs=champs,
        )

    def booking(request: HttpRequest, error: BookingError) -> HttpResponse:
        return _answer(api, request, statut=409, code=type(error).__name__, message=error.phrase)

    def absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return refusal(request, Introuvable())

    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return _answer(
            api, request, statut=error.status_code, code="demande_invalide", message=str(error)
        )

    api.add_exception_handler(ErreurApi, refusal)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(BookingError, booking)
    api.add_exception_handler(Http404, absent)
    api.add_exception_handler(HttpError, http)
