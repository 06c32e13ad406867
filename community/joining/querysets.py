from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils import timezone

from community.joining.enums import InvitationState, RequestStatus
from community.joining.permissions import can_handle_requests


class ApplicantQuerySet(QuerySet):
    """Read in the database alone: what people write to the coordinators goes into no search index."""

    searched = ("first_name", "last_name", "email")

    def visible_to(self, user):
        """The twin of `permissions.can_welcome`."""
        return self if can_handle_requests(user) else self.none()

    def matching(self, text: str):
        """Those in which each of the words stands somewhere."""
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
        """Those that wait come first, whoever has waited longest before; then the newest decisions."""
        waiting = Case(When(status=RequestStatus.PENDING, then=F("created_at")))
        return self.order_by(waiting.asc(nulls_last=True), F("decided_at").desc(nulls_last=True), "pk")

    def with_card(self):
        return self.select_related("organisation", "territory", "decided_by")

    def close_as_accepted(self, invitation) -> None:
        """What the person of an invitation had asked for in another way is answered by it."""
        decision = {"decided_by": invitation.invited_by_id, "decided_at": timezone.now()}
        self.pending().of(invitation.email).update(status=RequestStatus.ACCEPTED, **decision)


class InvitationQuerySet(ApplicantQuerySet):
    def open(self):
        """Neither used nor withdrawn; it may have expired."""
        return self.filter(used_at=None, withdrawn_at=None)

    def usable(self):
        return self.open().filter(expires_at__gt=timezone.now())

    def with_state(self):
        """Annotates `state`, a value of `InvitationState`."""
        states = (
            (Q(used_at__isnull=False), InvitationState.ACCEPTED),
            (Q(withdrawn_at__isnull=False), InvitationState.WITHDRAWN),
            (Q(mail__bounced_at__isnull=False), InvitationState.BOUNCED),
            (Q(expires_at__lte=timezone.now()), InvitationState.EXPIRED),
            (Q(mail__isnull=False, mail__sent_at=None), InvitationState.WAITING),
        )
        cases = [When(condition, then=Value(state.value)) for condition, state in states]
        usual = Value(InvitationState.SENT.value)
        return self.annotate(state=Case(*cases, default=usual, output_field=CharField()))

    def with_card(self):
        return self.with_state().select_related("organisation", "territory", "invited_by", "mail")

    def newest(self):
        return self.order_by("-created_at", "-pk")
