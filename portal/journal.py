"""Logs: one JSON line an event. Never a query string, a name, a phone number or a token."""

from __future__ import annotations

import datetime as dt
import json
import logging
import time
import traceback

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("parvis.acces")

_FIELDS = ("request_id", "territoire", "vue", "methode", "statut", "ms")


class JsonFormatter(logging.Formatter):
    """A log record as one JSON object a line, instants in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "ts": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(
                timespec="milliseconds"
            ),
            "niveau": record.levelname,
            "source": record.name,
            "message": _safe_message(record),
        }
        line.update({k: getattr(record, k) for k in _FIELDS if hasattr(record, k)})
        if record.exc_info:
            line["trace"] = _safe_trace(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _safe_message(record: logging.LogRecord) -> str:
    """Django's request loggers end their sentence with the path, and a path may hold a token."""
    if record.name.startswith("django.request") and record.args:
        return str(record.msg).split(":", 1)[0] % record.args[:1]
    return record.getMessage()


def _safe_trace(exc_info) -> str:
    """Where it broke and the class of the error, never its text: databases quote values in theirs."""
    lines = traceback.format_tb(exc_info[2]) if exc_info[2] else []
    return "".join([*lines, exc_info[0].__qualname__ if exc_info[0] else ""])


def log_access(request: HttpRequest, response: HttpResponse) -> None:
    """One line a request, by view name: the path may hold a token, so it stays out."""
    match = request.resolver_match
    territoire = getattr(request, "territoire", None)
    logger.info(
        "requete",
        extra={
            "request_id": getattr(request, "request_id", ""),
            "territoire": territoire.code if territoire else "",
            "vue": match.view_name if match else "",
            "methode": request.method,
            "statut": response.status_code,
            "ms": round((time.monotonic() - getattr(request, "recu", time.monotonic())) * 1000, 1),
        },
    )
