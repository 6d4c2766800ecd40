"""Refusals of the CMS, in the words shown (booking.errors holds those of appointments)."""

from __future__ import annotations

from booking.errors import BookingError


class DernierAdministrateur(BookingError):
    """A portail that nobody administers could only be mended by the technical team."""

    phrase = (
        "C’est la seule personne qui administre ce portail. Donnez d’abord ce rôle à quelqu’un "
        "d’autre."
    )


class RolePerdu(BookingError):
    """The author was removed while the form was open."""

    phrase = "Vous n’administrez plus ce portail : rien n’est changé."


class CourrielImpossible(BookingError):
    """The mail server refused or did not answer."""

    phrase = "Le courriel n’a pas pu partir : rien n’est changé. Réessayez dans un moment."
