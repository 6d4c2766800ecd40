"""The application as it is, unless the tripwire asks for it without its guards."""

import os

from portal.wsgi import application

if os.environ.get("PARVIS_COURSE_SANS_GARDE"):
    from tests.course.sans_garde import remove_guards

    remove_guards()

__all__ = ["application"]
