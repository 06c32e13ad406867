"""Whom one may still ask, and who was asked about a topic."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone


def month_begins():
    """The first moment of this calendar month in the site's own time zone."""
    here = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    return here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


class AskQuerySet(QuerySet):
    def about(self, topic):
        """Of a topic, and of those that were merged into it."""
        return self.filter(Q(topic=topic) | Q(topic__merged_into=topic))

    def of_this_month(self):
        return self.filter(created_at__gte=month_begins())

    def leaving_room(self) -> Q:
        """A condition on members: they agree to be asked, and were asked less often this month than they allow."""
        used = self.of_this_month().filter(member=OuterRef("pk")).order_by().values("member")
        number = Subquery(used.annotate(number=Count("pk")).values("number"))
        return Q(questions_per_month__gt=Coalesce(number, 0))
