from django.db.models import QuerySet

from community.members.enums import Visibility
from website.core.querysets import SearchableQuerySetMixin


class MemberQuerySet(SearchableQuerySetMixin, QuerySet):
    def visible_to(self, user):
        """Whom `user` may find in the directory; the twin of `permissions.can_see_member`."""
        active = self.filter(user__is_active=True)
        if user.is_authenticated:
            return active.exclude(visibility=Visibility.NOBODY)
        return active.filter(visibility=Visibility.PUBLIC)
