"""What an address under a mail stands for that says "no more of this". It is signed, and works without an account."""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SIGNER = Signer(sep=".", salt="notifications.unsubscribe")
DIGESTS, FOLLOWED = "digests", "followed"


@dataclass(frozen=True)
class UnsubscribeLink:
    """Of one account, by its pk; `what`: `DIGESTS`, `FOLLOWED`, or the thing they follow as `<content type>-<pk>`."""

    person: int
    what: str

    @classmethod
    def of_row(cls, row):
        """Out of what a notification tells of; none where it is addressed to somebody."""
        if row.is_direct or row.recipient_id is None:
            return None
        thing = f"{row.reason_type_id}-{row.reason_id}" if row.reason_type_id else FOLLOWED
        return cls(row.recipient_id, thing)

    @classmethod
    def of_token(cls, token: str):
        """None where it is not ours, or was altered."""
        try:
            person, _sep, what = _SIGNER.unsign(token).partition("-")
        except BadSignature:
            return None
        return cls(int(person), what)

    @property
    def thing(self) -> tuple[int, int] | None:
        """The content type and the pk of what they follow."""
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
