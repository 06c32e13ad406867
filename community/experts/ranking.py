"""Selection and ranking of the members and organisations that can be asked about a question.

The number of SQL statements does not depend on the number of candidates. Information that the reader may not see is
neither displayed nor used for ranking. Members who cannot be asked are left out, and nothing reveals why.
"""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from zlib import crc32

from django.db.models import Q

from community.experts.models import Ask
from community.experts.scoring import (
    SAME_TERRITORY,
    MatchContext,
    MatchReason,
    expertise_in,
    reasons_for,
    reasons_for_organisation,
)
from community.forum.models import Post, Topic
from community.forum.permissions import who_sees
from community.members.enums import Visibility
from community.members.models import Member
from community.moderation.models import Suspension
from community.organisations.models import OrganisationEditor
from website.topics.models import Organisation

MAX_CANDIDATES = 5
# A territory that only contains or is contained in the question's territories is not a sufficient reason.
MIN_WEIGHT = SAME_TERRITORY


@dataclass(frozen=True)
class Candidate:
    """A member or an organisation as one reader may see it. `asked_at` is set if it was already asked about the topic."""

    subject: Member | Organisation
    name: str
    url: str
    place: str
    reasons: tuple[str, ...]
    weight: int
    asked_at: datetime | None = None

    @property
    def kind(self) -> str:
        return self.subject._meta.model_name


def who_can_help(topic: Topic, reader) -> list[Candidate]:
    """Return at most `MAX_CANDIDATES` candidates: those already asked first, then by descending weight."""
    context = MatchContext.of(topic, reader)
    asks = list(Ask.objects.about(topic).order_by("created_at"))
    people, editors = _available_members(topic, reader, context, asks), _available_editors(topic, reader, asks)
    eligible = _users_able_to_answer([*(row.user for row in people), *(row.user for row in editors)], topic)
    organisations = {row.organisation for row in editors if row.user_id in eligible}
    found = [
        *_member_candidates([member for member in people if member.user_id in eligible], context, asks),
        *_organisation_candidates(organisations, context, asks, reader),
    ]
    found = [candidate for candidate in found if candidate.weight >= MIN_WEIGHT or candidate.asked_at]
    return sorted(found, key=lambda candidate: _sort_key(candidate, topic))[:MAX_CANDIDATES]


def editors_to_ask(topic: Topic, organisation: Organisation, asker) -> list[Member]:
    """Return the members to notify when `asker` asks the organisation."""
    asks = list(Ask.objects.about(topic))
    editors = [row for row in _available_editors(topic, asker, asks) if row.organisation == organisation]
    eligible = _users_able_to_answer([row.user for row in editors], topic)
    return [row.user.member for row in editors if row.user_id in eligible]


def reasons_for_ask(ask: Ask) -> list[str]:
    """Return why the member or organisation was suggested, in the active language and as the member may see it."""
    reader = ask.member.user
    context = MatchContext.of(ask.topic, reader)
    if ask.organisation:
        known = expertise_in([ask.organisation], context, reader)[ask.organisation.pk]
        found = reasons_for_organisation(ask.organisation, context, known)
    else:
        found = reasons_for(Member.objects.as_seen_at(Visibility.MEMBERS).get(pk=ask.member_id), context)
    return [reason.text for reason in _strongest_first(found)]


def _available_members(topic: Topic, reader, context: MatchContext, asks: list[Ask]) -> list[Member]:
    """Return the visible members with a visible reason who can be asked, and those who were asked already."""
    asked = {ask.member_id for ask in asks if ask.organisation_id is None}
    asked_as_editors = {ask.member_id for ask in asks} - asked
    members = Member.objects.visible_to(reader)
    experts = Member.expertise.through.objects.filter(theme__in=context.themes).values("member")
    matches = members.visible("expertise", pk__in=experts) | members.visible(
        "territory", territory__in=context.territories
    )
    matches |= Q(user__in={*context.authors, *context.helpers})
    rows = members.filter(Q(pk__in=asked) | Ask.objects.within_monthly_limit() & matches).exclude(
        pk__in=asked_as_editors
    )
    rows = rows.exclude(user__in=_authors_in(topic)).exclude(user=reader)
    related = ("user", "organisation__territory", "territory")
    return list(rows.select_related(*related).prefetch_related("expertise").order_by("pk"))


def _available_editors(topic: Topic, reader, asks: list[Ask]) -> list[OrganisationEditor]:
    """Return the editors who can be asked. They need not be in the directory, because they are not named."""
    available = Member.objects.filter(Ask.objects.within_monthly_limit(), user__is_active=True)
    available = available.exclude(pk__in=[ask.member_id for ask in asks])
    rows = OrganisationEditor.objects.filter(user__member__in=available).exclude(user=reader)
    rows = rows.exclude(user__in=_authors_in(topic))
    return list(rows.select_related("organisation__territory", "user__member").order_by("pk"))


def _authors_in(topic: Topic):
    return Post.objects.filter(topic=topic, author__isnull=False).values("author")


def _users_able_to_answer(people: list, topic: Topic) -> set[int]:
    """Return the keys of those who can see the board and are not suspended from it."""
    can_see = who_sees([(person, topic.board) for person in people])
    suspensions = Suspension.objects.of_many({person.pk for person in people}) if people else ()
    suspended = {suspension.user_id for suspension in suspensions if suspension.holds_at(topic.board)}
    return {pk for pk, _board in can_see} - suspended


def _member_candidates(members: list[Member], context: MatchContext, asks: list[Ask]) -> list[Candidate]:
    asked = {ask.member_id: ask.created_at for ask in asks if ask.organisation_id is None}
    return [
        _candidate(member, member.view.name, member.view.place, reasons_for(member, context), asked.get(member.pk))
        for member in members
    ]


def _organisation_candidates(
    available: set[Organisation], context: MatchContext, asks: list[Ask], reader
) -> list[Candidate]:
    """Return the `available` organisations, which have an editor to ask, and those that were asked already."""
    asked = {ask.organisation_id: ask.created_at for ask in reversed(asks) if ask.organisation_id}
    missing = asked.keys() - {organisation.pk for organisation in available}
    if missing:
        available = available | set(Organisation.objects.filter(pk__in=missing).select_related("territory"))
    known = expertise_in(available, context, reader)
    return [
        _candidate(row, row.name, row.place, reasons_for_organisation(row, context, known[row.pk]), asked.get(row.pk))
        for row in available
    ]


def _candidate(subject, name: str, place: str, reasons: list[MatchReason], asked_at) -> Candidate:
    return Candidate(
        subject=subject,
        name=name,
        url=subject.get_absolute_url(),
        place=place,
        reasons=tuple(reason.text for reason in _strongest_first(reasons)),
        weight=sum(reason.weight for reason in reasons),
        asked_at=asked_at,
    )


def _strongest_first(reasons: list[MatchReason]) -> list[MatchReason]:
    return sorted(reasons, key=attrgetter("weight"), reverse=True)


def _sort_key(candidate: Candidate, topic: Topic) -> tuple:
    """Break ties by a hash that differs between topics, so that the same few are not always asked."""
    tie_breaker = crc32(f"{topic.pk}/{candidate.kind}/{candidate.subject.pk}".encode())
    return candidate.asked_at is None, -candidate.weight, tie_breaker
