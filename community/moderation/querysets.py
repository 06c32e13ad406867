"""How cases, reports, decisions and suspensions are read. What has a twin in `permissions` says so."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Case, Exists, F, Prefetch, Q, QuerySet, When
from django.utils import timezone

from community.moderation import permissions, registry


def _things(lookup: str) -> GenericPrefetch:
    """The things of cases, with what is shown of them."""
    return GenericPrefetch(lookup, [subject.things() for subject in registry.all_subjects()])


def _reports():
    """The manager of reports. The models import this module, so it cannot import them."""
    return apps.get_model("moderation.Report").objects


class CaseQuerySet(QuerySet):
    def of(self, thing):
        return self.filter(thing_type=ContentType.objects.get_for_model(thing), thing_id=thing.pk)

    def open(self):
        return self.filter(opened_at__isnull=False)

    def decided(self):
        return self.filter(opened_at=None).exclude(last_decision=None)

    def decidable_by(self, user):
        """The twin of `permissions.can_decide`."""
        if not permissions.may_write(user):
            return self.none()
        mine = Q(pk__in=[])
        for subject in registry.all_subjects():
            things = subject.moderated_by(user).order_by().values("pk")
            mine |= Q(thing_type=subject.content_type, thing_id__in=things)
        return self.filter(mine).exclude(person=user.pk)

    def in_queue_order(self):
        """What has waited longest comes first; then the newest decisions."""
        is_open = Case(When(opened_at__isnull=False, then=F("opened_at")))
        return self.order_by(is_open.asc(nulls_last=True), F("last_decided_at").desc(nulls_last=True), "pk")

    def with_card(self):
        """With what a card says of each, in a fixed number of statements."""
        reports = _reports().open()
        return (
            self.with_things()
            .select_related("person", "last_decision__moderator")
            .prefetch_related(Prefetch("reports", reports, to_attr="open_reports"))
        )

    def with_things(self):
        return self.prefetch_related(_things("thing"))

    def matching(self, text: str):
        """Those in which each of the words stands somewhere: in a report, or in the name of who is concerned."""
        found = self
        for word in text.split():
            names = Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word)
            reports = _reports().filter(words__icontains=word)
            found = found.filter(names | Q(pk__in=reports.values("case")))
        return found

    def reported_for(self, reason: str):
        return self.filter(pk__in=_reports().filter(reason=reason).values("case"))

    def reported(self):
        return self.filter(pk__in=_reports().values("case"))

    def empty(self):
        """Those that say nothing any more."""
        return self.filter(opened_at=None, decisions=None, reports=None)


class ReportQuerySet(QuerySet):
    def open(self):
        return self.filter(decision=None)

    def by(self, reporter, email: str = ""):
        """Of one person: with an account, or at an address; nobody is the same as no other."""
        if reporter is not None:
            return self.filter(reporter=reporter)
        return self.filter(reporter=None, email=email) if email else self.none()

    def of(self, user):
        """A person's own, before they had an account too."""
        return self.filter(Q(reporter=user) | Q(reporter=None, email=user.email))


class DecisionQuerySet(QuerySet):
    def about(self, person):
        """Those that concern somebody, the newest first; of those that do not, nothing was told to them."""
        return self.filter(person=person.pk).exclude(verb="dismiss")

    def with_people(self):
        return self.select_related("moderator", "person", "suspension")

    def with_things(self):
        return self.select_related("case").prefetch_related(_things("case__thing"))

    def seen_by(self, user):
        """Of cases that `user` decides on."""
        cases = apps.get_model("moderation.Case").objects
        return self.filter(case__in=cases.decidable_by(user))


class SuspensionQuerySet(QuerySet):
    def in_force(self):
        now = timezone.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now, lifted_at=None)

    def of_many(self, people):
        """Those that hold for these accounts now: coordinators are never suspended."""
        return self.in_force().filter(user__in=people).exclude(user__in=permissions.reviewers_and_administrators())

    def without_reading(self):
        return self.filter(may_read=False)


class ComplaintQuerySet(QuerySet):
    def open(self):
        return self.filter(reviewed_at=None)

    def reviewable_by(self, user):
        """The twin of `permissions.can_review`."""
        if not permissions.reviews(user):
            return self.none()
        others = permissions.coordinators().exclude(pk=user.pk)
        found = self.exclude(decision__person=user.pk).exclude(report__reporter=user.pk)
        return found.filter(~Q(decision__moderator=user.pk) | ~Exists(others))

    def in_queue_order(self):
        waiting = Case(When(reviewed_at=None, then=F("created_at")))
        return self.order_by(waiting.asc(nulls_last=True), F("reviewed_at").desc(nulls_last=True), "pk")

    def with_card(self):
        people = ("decision__moderator", "decision__person", "decision__case", "report__reporter", "reviewer")
        return self.select_related(*people).prefetch_related(_things("decision__case__thing"))
