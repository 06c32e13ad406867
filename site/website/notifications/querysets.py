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

CLAIM = timedelta(minutes=10)
# A badge says "99+" beyond it.
MOST = 99


class OutgoingMailQuerySet(QuerySet):
    def unsent(self):
        """Those to mail now: not sent, not refused for good, not withheld, and in no living worker's hands."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM)
        # No join: of two workers that claim a row at once, PostgreSQL checks the second's conditions again only where
        # they are the row's own.
        people = get_user_model().objects.filter(pk=OuterRef("recipient"), is_active=True)
        is_open = Q(recipient=None) | Exists(people)
        return self.filter(free, is_open, sent_at=None, bounced_at=None, withheld_at=None)

    def claim(self) -> bool:
        """Take them in hand; False where another worker was quicker or nothing is to be mailed."""
        return bool(self.unsent().update(claimed_at=timezone.now()))

    def withhold(self) -> int:
        """No mail of them will leave."""
        return self.update(withheld_at=timezone.now(), claimed_at=None)


class NotificationQuerySet(OutgoingMailQuerySet):
    def unsent(self):
        """Those in a digest are the digest's to send."""
        return super().unsent().filter(digest=None)

    def with_pace(self):
        """Annotates `effective_pace`: the row's own, else what its person prefers; letters leave at once."""
        chosen = apps.get_model("notifications.Preference").objects.filter(user=OuterRef("recipient"))
        direct, followed = (
            Coalesce(Subquery(chosen.values(name)[:1]), Value(usual.value))
            for name, usual in (("direct", Pace.AT_ONCE), ("followed", Pace.DAILY))
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
        """Those written before the last daily digest was due, and the last weekly one."""
        daily = Q(effective_pace=Pace.DAILY, created_at__lt=day)
        weekly = Q(effective_pace=Pace.WEEKLY, created_at__lt=week)
        return self.unsent().with_pace().filter(daily | weekly)

    def of(self, user):
        """What a person was told, before they had an account too."""
        return self.filter(Q(recipient=user) | Q(address=user.email))

    def for_user(self, user):
        """What the site has told an account; the twin of `permissions.can_read`."""
        return self.filter(recipient=user.pk) if user.is_authenticated and user.is_active else self.none()

    def about(self, rows):
        """What anybody was told of these rows of one model."""
        kind = ContentType.objects.get_for_model(rows.model)
        return self.filter(target_type=kind, target_id__in=rows.values("pk"))

    def reason_object(self, type_pk: int, pk: int):
        """What was told because somebody follows that."""
        return self.filter(is_direct=False, reason_type=type_pk, reason_id=pk)

    def unread(self):
        return self.filter(read_at=None)


class SuppressedAddressQuerySet(QuerySet):
    def among(self, addresses):
        return self.filter(address__in={address.lower() for address in addresses})

    def of(self, user):
        return self.among([user.email])

    def of_nobody(self):
        """Those that are no account's."""
        accounts = get_user_model().objects.filter(email=OuterRef("address"))
        return self.filter(~Exists(accounts))


def unread_summary(user) -> dict:
    """`unread`, at most one more than `MOST`, and whether mail to the account's address `is_suppressed`; one statement."""
    return memoize_on(user, "_news", lambda: _read_news(user))


def clear_unread_summary(user) -> None:
    """Some of it is read now."""
    clear_memo(user, "_news")


def _read_news(user) -> dict:
    # In plain SQL, as every page asks it: Django takes longer to write the query than the database to answer.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT
                (SELECT COUNT(*) FROM (
                    SELECT 1 FROM notifications_notification WHERE recipient_id = %s AND read_at IS NULL LIMIT %s
                ) AS capped),
                EXISTS (SELECT 1 FROM notifications_suppressedaddress WHERE address = %s)
            """,
            [user.pk, MOST + 1, user.email.lower()],
        )
        unread, is_suppressed = cursor.fetchone()
    return {"unread": unread if user.is_active else 0, "is_suppressed": bool(is_suppressed)}
