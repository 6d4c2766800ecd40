"""Parts of a file, as players of films ask for them (RFC 9110, one range at a time).

Without them some browsers play nothing, and none can go to the middle of a film.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

_PLAGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_MORCEAU = 64 * 1024


def partial(
    request: HttpRequest, handle: IO[bytes], *, taille: int, genre: str
) -> HttpResponseBase | None:
    """206 with the bytes asked for, 416 when there are none; None when the whole file is wanted.

    `taille` is in bytes. `handle` is closed with the answer.
    """
    asked = _PLAGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or not (asked[1] or asked[2]) or "If-Range" in request.headers:
        return None
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2] or taille - 1), taille - 1)
    else:
        first, last = max(0, taille - int(asked[2])), taille - 1
    if first > last:
        handle.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{taille}"})
    response = StreamingHttpResponse(_read(handle, first, last), status=206, content_type=genre)
    response["Content-Range"] = f"bytes {first}-{last}/{taille}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _read(handle: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    with handle:
        handle.seek(first)
        left = last - first + 1
        while left > 0 and (piece := handle.read(min(_MORCEAU, left))):
            left -= len(piece)
            yield piece
