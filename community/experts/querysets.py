from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone


def start_of_month():
    """Return the start of the current calendar month in the site's time zone."""
    now = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


class AskQuerySet(QuerySet):
    def about(self, topic):
        """Include the topics that were merged into `topic`."""
        return self.filter(Q(topic=topic) | Q(topic__merged_into=topic))

    def of_this_month(self):
        return self.filter(created_at__gte=start_of_month())

    def within_monthly_limit(self) -> Q:
        """Return a condition on members: they were asked fewer times this month than their limit allows."""
        used = self.of_this_month().filter(member=OuterRef("pk")).order_by().values("member")
        number = Subquery(used.annotate(number=Count("pk")).values("number"))
        return Q(questions_per_month__gt=Coalesce(number, 0))
