"""Hours typed and shown in /cms/ are those of the territoire, as on every public page."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.users.models import UserProfile


def keep_local_time(request: HttpRequest) -> None:
    """Wagtail sets the clock of the person's profile, UTC by default, around each of its views.

    Said for this request only: whoever edits two portails has the hours of each.
    """
    profile = UserProfile.get_for_user(request.user)
    profile.current_time_zone = request.territoire.fuseau
    request.user.wagtail_userprofile = profile
