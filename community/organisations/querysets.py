from django.db.models import Case, Q, QuerySet, When

from community.organisations.enums import ProposalStatus
from community.organisations.permissions import keeps_organisations


class ChangeProposalQuerySet(QuerySet):
    def decidable_by(self, user):
        """Those on whose organisation `user` decides; the twin of `permissions.can_edit_organisation`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        if keeps_organisations(user):
            return self.all()
        return self.filter(organisation__editors__user=user)

    def visible_to(self, user):
        """Those that `user` made or decides on; the twin of `permissions.can_see_proposal`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(Q(author=user) | Q(pk__in=self.model.objects.decidable_by(user).values("pk")))

    def withdrawable_by(self, user):
        """Those that `user` made and nobody has decided on; the twin of `permissions.can_withdraw_proposal`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(author=user, status=ProposalStatus.PENDING)

    def for_queue(self):
        """What waits first, then what was decided last, with what a card says of each."""
        waits = Case(When(status=ProposalStatus.PENDING, then=0), default=1)
        return self.select_related("organisation", "author", "decided_by").order_by(waits, "-created_at", "-pk")
