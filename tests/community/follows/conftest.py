import pytest
from django.utils import translation

from community.follows.models import Follow
from website.notifications.models import Notification


@pytest.fixture
def told():
    """`told(kind)`: the short names of those who were told, with what it was because of."""

    def read(kind: str = "page-published") -> dict[str, str]:
        rows = Notification.objects.filter(kind=kind).select_related("recipient").order_by("pk")
        with translation.override("en"):
            return _words(rows)

    return read


def _words(rows) -> dict[str, str]:
    return {row.recipient.first_name: Follow.objects.get(pk=row.because_id).words for row in rows}
