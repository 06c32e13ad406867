from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Case, Exists, F, Prefetch, Q, QuerySet, When
from django.utils import timezone

from community.moderation import permissions, registry


def _things(lookup: str) -> GenericPrefetch:
    """Prefetch the generic things of cases through the querysets of their subjects."""
    return GenericPrefetch(lookup, [subject.things() for subject in registry.all_subjects()])


def _reports():
    """Return the manager of reports. A direct import would be circular."""
    return apps.get_model("moderation.Report").objects


class CaseQuerySet(QuerySet):
    def of(self, thing):
        return self.filter(thing_type=ContentType.objects.get_for_model(thing), thing_id=thing.pk)

    def open(self):
        return self.filter(opened_at__isnull=False)

    def decided(self):
        return self.filter(opened_at=None).exclude(last_decision=None)

    def decidable_by(self, user):
        """Same rule as `permissions.can_decide`."""
        if not permissions.may_write(user):
            return self.none()
        mine = Q(pk__in=[])
        for subject in registry.all_subjects():
            things = subject.moderated_by(user).order_by().values("pk")
            mine |= Q(thing_type=subject.content_type, thing_id__in=things)
        return self.filter(mine).exclude(person=user.pk)

    def in_queue_order(self):
        """Order open cases first, oldest first, then closed cases, latest decision first."""
        waiting_since = Case(When(opened_at__isnull=False, then=F("opened_at")))
        return self.order_by(waiting_since.asc(nulls_last=True), F("last_decided_at").desc(nulls_last=True), "pk")

    def with_card(self):
        """Fetch what the card of a case shows, in a fixed number of statements."""
        reports = _reports().open()
        return (
            self.with_things()
            .select_related("person", "last_decision__moderator")
            .prefetch_related(Prefetch("reports", reports, to_attr="open_reports"))
        )

    def with_things(self):
        return self.prefetch_related(_things("thing"))

    def matching(self, text: str):
        """Keep the cases that contain each word in a report or in the name of the person concerned."""
        found = self
        for word in text.split():
            names = Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word)
            reports = _reports().filter(words__icontains=word)
            found = found.filter(names | Q(pk__in=reports.values("case")))
        return found

    def with_report_reason(self, reason: str):
        return self.filter(pk__in=_reports().filter(reason=reason).values("case"))

    def reported(self):
        return self.filter(pk__in=_reports().values("case"))

    def empty(self):
        """Keep the closed cases without reports and decisions."""
        return self.filter(opened_at=None, decisions=None, reports=None)


class ReportQuerySet(QuerySet):
    def open(self):
        return self.filter(decision=None)

    def by(self, reporter, email: str = ""):
        """Filter by account or by address. Anonymous reporters are never the same person."""
        if reporter is not None:
            return self.filter(reporter=reporter)
        return self.filter(reporter=None, email=email) if email else self.none()

    def of(self, user):
        """Filter by reporter, including what they reported from their address without an account."""
        return self.filter(Q(reporter=user) | Q(reporter=None, email=user.email))


class DecisionQuerySet(QuerySet):
    def about(self, person):
        """Filter by person concerned, without dismissals, of which that person is not notified."""
        return self.filter(person=person.pk).exclude(verb="dismiss")

    def with_people(self):
        return self.select_related("moderator", "person", "suspension")

    def with_things(self):
        return self.select_related("case").prefetch_related(_things("case__thing"))

    def visible_to(self, user):
        """Keep the decisions on cases that `user` may decide on."""
        cases = apps.get_model("moderation.Case").objects
        return self.filter(case__in=cases.decidable_by(user))


class SuspensionQuerySet(QuerySet):
    def in_force(self):
        now = timezone.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now, lifted_at=None)

    def of_many(self, people):
        """Keep what is in force for these accounts. A coordinator's earlier suspension does not apply."""
        return self.in_force().filter(user__in=people).exclude(user__in=permissions.reviewers_and_administrators())

    def without_reading(self):
        return self.filter(may_read=False)


class ComplaintQuerySet(QuerySet):
    def open(self):
        return self.filter(reviewed_at=None)

    def reviewable_by(self, user):
        """Same rule as `permissions.can_review`."""
        if not permissions.reviews(user):
            return self.none()
        others = permissions.coordinators().exclude(pk=user.pk)
        found = self.exclude(decision__person=user.pk).exclude(report__reporter=user.pk)
        return found.filter(~Q(decision__moderator=user.pk) | ~Exists(others))

    def in_queue_order(self):
        waiting_since = Case(When(reviewed_at=None, then=F("created_at")))
        return self.order_by(waiting_since.asc(nulls_last=True), F("reviewed_at").desc(nulls_last=True), "pk")

    def with_card(self):
        people = ("decision__moderator", "decision__person", "decision__case", "report__reporter", "reviewer")
        return self.select_related(*people).prefetch_related(_things("decision__case__thing"))
