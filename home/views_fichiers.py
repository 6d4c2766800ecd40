"""Images and documents, each on the host of its territoire only (design, decision 5)."""

from __future__ import annotations

import mimetypes
import uuid

from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from home.models import DocumentPortail, ImagePortail, RenduImage
from home.octets import partial

UN_JOUR = 86_400
UN_AN = 31_536_000
# Shown by the browser; anything else is offered as a download.
AFFICHES = {"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"}
# Played within a page: a player asks for them part by part.
JOUES = {"video/mp4", "video/webm", "text/vtt"}


@require_safe
def document(request: HttpRequest, uid: uuid.UUID, nom: str) -> HttpResponseBase:
    """By uid; the name is for people only."""
    row = get_object_or_404(DocumentPortail, uid=uid, territoire=request.territoire)
    return _send(request, row.file.storage, row.file.name, nom=row.filename, age=UN_JOUR)


@require_safe
def media(request: HttpRequest, chemin: str) -> HttpResponseBase:
    """A rendition, or an original for those who edit; nothing else of the storage is reachable."""
    rendition = RenduImage.objects.filter(file=chemin, image__territoire=request.territoire).first()
    if rendition:
        return _send(request, rendition.file.storage, rendition.file.name, age=UN_AN)
    from home.perms import edits_portail

    if request.user.is_authenticated and edits_portail(request.user, request.portail):
        original = ImagePortail.objects.filter(file=chemin, territoire=request.territoire).first()
        if original:
            return _send(request, original.file.storage, original.file.name, age=0)
    raise Http404


def _send(
    request: HttpRequest, storage: Storage, name: str, *, age: int, nom: str = ""
) -> HttpResponseBase:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    try:
        handle = storage.open(name)
    except OSError as error:
        raise Http404 from error
    played = kind in JOUES
    part = partial(request, handle, taille=storage.size(name), genre=kind) if played else None
    response: HttpResponseBase = part or FileResponse(
        handle, as_attachment=kind not in AFFICHES | JOUES, filename=nom, content_type=kind
    )
    if played:
        response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = f"public, max-age={age}" if age else "private, no-store"
    # A file is never a page of ours: nothing in it may run.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
