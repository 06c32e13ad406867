from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from community.follows import subjects
from website.core.models import Text
from website.notifications.models import Notification


class FollowQuerySet(QuerySet):
    def of(self, user):
        return self.filter(user=user.pk)

    def of_any(self, things):
        """Return the follows of any of these things (rows or `FollowedList`s). A page stands for all its languages."""
        return self.of_keys(subjects.follow_keys(things))

    def of_keys(self, keys):
        targets, lists = {}, {}
        for kind, number, listing, query in keys:
            if listing:
                lists.setdefault(listing, []).append(query)
            else:
                targets.setdefault(kind, []).append(number)
        found = Q(pk__in=[])
        for kind, numbers in targets.items():
            found |= Q(target_type=kind, target_id__in=numbers)
        for listing, queries in lists.items():
            found |= Q(listing=listing, query__in=queries)
        return self.filter(found)

    def of_subject(self, subject):
        if not subject.is_of_rows:
            return self.exclude(listing="")
        found = self.filter(target_type=ContentType.objects.get_for_model(subject.target_model))
        if subject.is_of_texts:
            return found.filter(target_id__in=Text.objects.of_model(subject.model).values("pk"))
        return found

    def of_lists(self, names):
        return self.filter(listing__in=names)

    def active(self):
        """Return the follows whose user is to be notified."""
        return self.filter(is_muted=False, user__is_active=True)

    def with_outcome(self):
        """Annotate the number of notifications that each follow caused (`notification_count`) and the date of the last."""
        kind = ContentType.objects.get_for_model(self.model)
        rows = Notification.objects.filter(
            recipient=OuterRef("user"), reason_type=kind, reason_id=OuterRef("pk")
        ).order_by()
        counted = rows.values("reason_id").annotate(number=Count("pk"), last=Max("created_at"))
        return self.annotate(
            notification_count=Coalesce(Subquery(counted.values("number")), 0),
            last_notified_at=Subquery(counted.values("last")),
        )
