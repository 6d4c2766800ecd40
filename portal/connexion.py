"""The form that signs agents and editors in."""

from typing import Any

from allauth.account.forms import LoginForm


class ConnexionForm(LoginForm):
    """allauth's, without the link it puts before the password: the page has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "Rester connecté sur cet appareil"
