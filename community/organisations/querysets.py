from django.db.models import Case, Q, QuerySet, When

from community.organisations.enums import ProposalStatus
from community.organisations.permissions import manages_organisations


class ChangeProposalQuerySet(QuerySet):
    def decidable_by(self, user):
        """Return the proposals for organisations that `user` edits, like `permissions.can_edit_organisation`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        if manages_organisations(user):
            return self.all()
        return self.filter(organisation__editors__user=user)

    def visible_to(self, user):
        """Return the proposals that `user` made or decides on, like `permissions.can_see_proposal`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(Q(author=user) | Q(pk__in=self.model.objects.decidable_by(user).values("pk")))

    def withdrawable_by(self, user):
        """Return the pending proposals that `user` made, like `permissions.can_withdraw_proposal`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(author=user, status=ProposalStatus.PENDING)

    def for_queue(self):
        """Order by pending proposals first, then newest first, and fetch what cards show."""
        pending_first = Case(When(status=ProposalStatus.PENDING, then=0), default=1)
        return self.select_related("organisation", "author", "decided_by").order_by(pending_first, "-created_at", "-pk")
