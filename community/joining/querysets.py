from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils import timezone

from community.joining.enums import InvitationState, RequestStatus
from community.joining.permissions import can_handle_requests


class ApplicantQuerySet(QuerySet):
    """Searches the database, because requests and invitations are not in a search index."""

    searched = ("first_name", "last_name", "email")

    def visible_to(self, user):
        """Return all rows if `permissions.can_handle_requests` is true, else none."""
        return self if can_handle_requests(user) else self.none()

    def matching(self, text: str):
        """Return the rows that contain every word in one of the `searched` fields."""
        found = self
        for word in text.split():
            found = found.filter(Q.create([(f"{name}__icontains", word) for name in self.searched], Q.OR))
        return found

    def of(self, email: str):
        return self.filter(email=email.lower())


class JoinRequestQuerySet(ApplicantQuerySet):
    searched = (*ApplicantQuerySet.searched, "organisation_name", "why", "by_product", "place")

    def pending(self):
        return self.filter(status=RequestStatus.PENDING)

    def in_queue_order(self):
        """Order by pending requests, oldest first, then decided requests, newest first."""
        waiting = Case(When(status=RequestStatus.PENDING, then=F("created_at")))
        return self.order_by(waiting.asc(nulls_last=True), F("decided_at").desc(nulls_last=True), "pk")

    def with_card(self):
        return self.select_related("organisation", "territory", "decided_by")

    def close_as_accepted(self, invitation) -> None:
        """Accept the pending requests of a person who has joined by an invitation."""
        decision = {"decided_by": invitation.invited_by_id, "decided_at": timezone.now()}
        self.pending().of(invitation.email).update(status=RequestStatus.ACCEPTED, **decision)


class InvitationQuerySet(ApplicantQuerySet):
    def open(self):
        """Return invitations that are neither used nor withdrawn, including expired ones."""
        return self.filter(used_at=None, withdrawn_at=None)

    def usable(self):
        return self.open().filter(expires_at__gt=timezone.now())

    def with_state(self):
        """Annotate `state`, a value of `InvitationState`."""
        states = (
            (Q(used_at__isnull=False), InvitationState.ACCEPTED),
            (Q(withdrawn_at__isnull=False), InvitationState.WITHDRAWN),
            (Q(mail__bounced_at__isnull=False), InvitationState.BOUNCED),
            (Q(expires_at__lte=timezone.now()), InvitationState.EXPIRED),
            (Q(mail__isnull=False, mail__sent_at=None), InvitationState.WAITING),
        )
        cases = [When(condition, then=Value(state.value)) for condition, state in states]
        default = Value(InvitationState.SENT.value)
        return self.annotate(state=Case(*cases, default=default, output_field=CharField()))

    def with_card(self):
        return self.with_state().select_related("organisation", "territory", "invited_by", "mail")

    def newest(self):
        return self.order_by("-created_at", "-pk")
