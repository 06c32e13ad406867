import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ADDRESS = re.compile(r"[^\s@]@[\w-]+\.\w")


def validate_no_address(text: str) -> None:
    """Refuse e-mail addresses, which harvesters would find. People are reached through the contact form."""
    if ADDRESS.search(text):
        raise ValidationError(_("Do not include an email address. People can write to you through a form."))
