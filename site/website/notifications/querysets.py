from datetime import datetime, timedelta

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from website.core.caching import clear_memo, memoize_on
from website.notifications import notices
from website.notifications.enums import Pace

CLAIM_LIFETIME = timedelta(minutes=10)
# The badge shows "99+" beyond it.
MAX_UNREAD = 99


class OutgoingMailQuerySet(QuerySet):
    def unsent(self):
        """Rows to mail: not sent, bounced, withheld or claimed, and not for a closed account. Claims expire."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM_LIFETIME)
        # Not a join: when two workers claim a row at once, PostgreSQL checks the conditions again for the second one
        # on the columns of the row only.
        people = get_user_model().objects.filter(pk=OuterRef("recipient"), is_active=True)
        is_open = Q(recipient=None) | Exists(people)
        return self.filter(free, is_open, sent_at=None, bounced_at=None, withheld_at=None)

    def claim(self) -> bool:
        """Claim the rows for sending; return False if another worker has claimed them or none is unsent."""
        return bool(self.unsent().update(claimed_at=timezone.now()))

    def withhold(self) -> int:
        """Mark the rows as never to be mailed."""
        return self.update(withheld_at=timezone.now(), claimed_at=None)


class NotificationQuerySet(OutgoingMailQuerySet):
    def unsent(self):
        """Exclude rows in a digest, which are sent with it."""
        return super().unsent().filter(digest=None)

    def with_pace(self):
        """Annotate `effective_pace`: the row's own pace, else the recipient's preference; letters are sent at once."""
        chosen = apps.get_model("notifications.Preference").objects.filter(user=OuterRef("recipient"))
        direct, followed = (
            Coalesce(Subquery(chosen.values(name)[:1]), Value(default.value))
            for name, default in (("direct", Pace.AT_ONCE), ("followed", Pace.DAILY))
        )
        cases = (
            When(Q(recipient=None) | ~Q(kind__in=notices.paced_kinds()), then=Value(Pace.AT_ONCE.value)),
            When(~Q(pace=""), then=F("pace")),
            When(is_direct=True, then=direct),
        )
        return self.annotate(effective_pace=Case(*cases, default=followed, output_field=CharField()))

    def at(self, pace: Pace):
        return self.with_pace().filter(effective_pace=pace)

    def due_at_once(self):
        return self.unsent().at(Pace.AT_ONCE)

    def due_in_digests(self, day: datetime, week: datetime):
        """Filter daily rows written before `day` and weekly rows written before `week`."""
        daily = Q(effective_pace=Pace.DAILY, created_at__lt=day)
        weekly = Q(effective_pace=Pace.WEEKLY, created_at__lt=week)
        return self.unsent().with_pace().filter(daily | weekly)

    def of(self, user):
        """Filter rows for the account, including those sent to its address before it existed."""
        return self.filter(Q(recipient=user) | Q(address=user.email))

    def for_user(self, user):
        """Filter rows that the user may read; mirrors `permissions.can_read`."""
        return self.filter(recipient=user.pk) if user.is_authenticated and user.is_active else self.none()

    def about(self, rows):
        """Filter notifications about the target queryset `rows`."""
        kind = ContentType.objects.get_for_model(rows.model)
        return self.filter(target_type=kind, target_id__in=rows.values("pk"))

    def because_of(self, type_pk: int, pk: int):
        """Filter rows sent because the recipient follows the object with this content type and primary key."""
        return self.filter(is_direct=False, reason_type=type_pk, reason_id=pk)

    def unread(self):
        return self.filter(read_at=None)


class SuppressedAddressQuerySet(QuerySet):
    def among(self, addresses):
        return self.filter(address__in={address.lower() for address in addresses})

    def of(self, user):
        return self.among([user.email])

    def without_account(self):
        """Filter addresses without an account."""
        accounts = get_user_model().objects.filter(email=OuterRef("address"))
        return self.filter(~Exists(accounts))


def unread_summary(user) -> dict:
    """Return `unread`, counted up to `MAX_UNREAD + 1`, and `is_suppressed` for the user's address; one statement."""
    return memoize_on(user, "_unread_summary", lambda: _read_summary(user))


def clear_unread_summary(user) -> None:
    """Discard the summary memoized on the user, after rows were marked as read."""
    clear_memo(user, "_unread_summary")


def _read_summary(user) -> dict:
    # Raw SQL, because every page runs it: the ORM takes longer to compile the query than the database to answer.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT
                (SELECT COUNT(*) FROM (
                    SELECT 1 FROM notifications_notification WHERE recipient_id = %s AND read_at IS NULL LIMIT %s
                ) AS capped),
                EXISTS (SELECT 1 FROM notifications_suppressedaddress WHERE address = %s)
            """,
            [user.pk, MAX_UNREAD + 1, user.email.lower()],
        )
        unread, is_suppressed = cursor.fetchone()
    return {"unread": unread if user.is_active else 0, "is_suppressed": bool(is_suppressed)}
