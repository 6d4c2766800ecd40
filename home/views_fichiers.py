"""Images and documents, each on the host of its territoire only (design, decision 5)."""

from __future__ import annotations

import mimetypes
import uuid

from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from home.models import DocumentPortail, ImagePortail, RenduImage

UN_JOUR = 86_400
UN_AN = 31_536_000
# Shown by the browser; anything else is offered as a download.
AFFICHES = {"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"}


@require_safe
def document(request: HttpRequest, uid: uuid.UUID, nom: str) -> HttpResponseBase:
    """By uid; the name is for people only."""
    row = get_object_or_404(DocumentPortail, uid=uid, territoire=request.territoire)
    return _send(row.file.storage, row.file.name, nom=row.filename, age=UN_JOUR)


@require_safe
def media(request: HttpRequest, chemin: str) -> HttpResponseBase:
    """A rendition, or an original for those who edit; nothing else of the storage is reachable."""
    rendition = RenduImage.objects.filter(file=chemin, image__territoire=request.territoire).first()
    if rendition:
        return _send(rendition.file.storage, rendition.file.name, age=UN_AN)
    from home.perms import edits_portail

    if request.user.is_authenticated and edits_portail(request.user, request.portail):
        original = ImagePortail.objects.filter(file=chemin, territoire=request.territoire).first()
        if original:
            return _send(original.file.storage, original.file.name, age=0)
    raise Http404


def _send(storage: Storage, name: str, *, age: int, nom: str = "") -> FileResponse:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    try:
        handle = storage.open(name)
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        handle, as_attachment=kind not in AFFICHES, filename=nom, content_type=kind
    )
    response["Cache-Control"] = f"public, max-age={age}" if age else "private, no-store"
    # A file is never a page of ours: nothing in it may run.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
