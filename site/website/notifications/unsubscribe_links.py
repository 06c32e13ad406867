"""Signed unsubscribe links, which work without signing in."""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SIGNER = Signer(sep=".", salt="notifications.unsubscribe")
DIGESTS, FOLLOWED = "digests", "followed"


@dataclass(frozen=True)
class UnsubscribeLink:
    """`person` is a primary key; `what` is `DIGESTS`, `FOLLOWED`, or a followed target as `<content type>-<pk>`."""

    person: int
    what: str

    @classmethod
    def of_row(cls, row):
        """Return the link for the mail of a notification, or None for a direct one."""
        if row.is_direct or row.recipient_id is None:
            return None
        what = f"{row.reason_type_id}-{row.reason_id}" if row.reason_type_id else FOLLOWED
        return cls(row.recipient_id, what)

    @classmethod
    def of_token(cls, token: str):
        """Return the link of a token, or None if the signature is invalid."""
        try:
            person, _sep, what = _SIGNER.unsign(token).partition("-")
        except BadSignature:
            return None
        return cls(int(person), what)

    @property
    def target(self) -> tuple[int, int] | None:
        """The primary keys of content type and target, if the link is about a single one."""
        if self.what in (DIGESTS, FOLLOWED):
            return None
        type_pk, _sep, pk = self.what.partition("-")
        return int(type_pk), int(pk)

    @property
    def token(self) -> str:
        return _SIGNER.sign(f"{self.person}-{self.what}")

    @property
    def url(self) -> str:
        return settings.BASE_URL + reverse("unsubscribe", args=[self.token])
