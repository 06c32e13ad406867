from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from community.members.enums import Visibility
from website.core.querysets import SearchableQuerySetMixin, alphabetical
from website.topics.maps.frame import Bounds


class MemberQuerySet(SearchableQuerySetMixin, QuerySet):
    def visible_to(self, user):
        """Whom `user` may find in the directory; the twin of `permissions.can_see_member`."""
        active = self.filter(user__is_active=True)
        if user.is_authenticated:
            return active.exclude(visibility=Visibility.NOBODY)
        return active.filter(visibility=Visibility.PUBLIC)

    def editable_by(self, user):
        """Whose entry `user` may change; the twin of `permissions.can_edit_member`."""
        return self.filter(user=user.pk, user__is_active=True)

    def by_name(self):
        return self.order_by(alphabetical("user__last_name"), alphabetical("user__first_name"), "pk")

    def with_card(self):
        """With what cards, maps and exports say of each, in a fixed number of statements."""
        related = ("user", "territory", "organisation__territory")
        return self.select_related(*related).prefetch_related("languages", "expertise")

    def in_area(self, bounds: Bounds):
        """Those whose `whereabouts` lie within the bounds, edges included."""
        paths = ("organisation__", "organisation__territory__", "territory__")
        return self.alias(
            north=Coalesce(*(f"{path}latitude" for path in paths)),
            east=Coalesce(*(f"{path}longitude" for path in paths)),
        ).filter(north__range=(bounds.south, bounds.north), east__range=(bounds.west, bounds.east))
