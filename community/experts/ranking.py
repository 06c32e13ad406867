"""Who is likely to know the answer to a question, in a number of statements that does not grow with them.

Whatever a reader may not see of somebody neither shows nor counts for that reader. Who cannot be asked is not there,
for whatever reason.
"""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from zlib import crc32

from django.db.models import Q

from community.experts.models import Ask
from community.experts.scoring import (
    HERE,
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

MOST = 5
# To work around or within a place is not yet to know about a question from there.
ENOUGH = HERE


@dataclass(frozen=True)
class Candidate:
    """A member or an organisation, as one reader may see it; `asked_at`, where it was asked about this already."""

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
    """At most five: those who were asked already, then whoever most speaks for."""
    clues = MatchContext.of(topic, reader)
    asks = list(Ask.objects.about(topic).order_by("created_at"))
    people, editors = _people(topic, reader, clues, asks), _editors(topic, reader, asks)
    fit = _who_may_answer([*(row.user for row in people), *(row.user for row in editors)], topic)
    organisations = {row.organisation for row in editors if row.user_id in fit}
    found = [
        *_as_people([member for member in people if member.user_id in fit], clues, asks),
        *_as_organisations(organisations, clues, asks, reader),
    ]
    found = [candidate for candidate in found if candidate.weight >= ENOUGH or candidate.asked_at]
    return sorted(found, key=lambda candidate: _place_of(candidate, topic))[:MOST]


def editors_to_ask(topic: Topic, organisation: Organisation, asker) -> list[Member]:
    """Those who are told where an organisation is asked."""
    asks = list(Ask.objects.about(topic))
    editors = [row for row in _editors(topic, asker, asks) if row.organisation == organisation]
    fit = _who_may_answer([row.user for row in editors], topic)
    return [row.user.member for row in editors if row.user_id in fit]


def why(ask: Ask) -> list[str]:
    """What spoke for whoever was asked, as they may see it themselves, in the active language."""
    reader = ask.member.user
    clues = MatchContext.of(ask.topic, reader)
    if ask.organisation:
        known = expertise_in([ask.organisation], clues, reader)[ask.organisation.pk]
        found = reasons_for_organisation(ask.organisation, clues, known)
    else:
        found = reasons_for(Member.objects.as_seen_at(Visibility.MEMBERS).get(pk=ask.member_id), clues)
    return [reason.words for reason in _strongest_first(found)]


def _people(topic: Topic, reader, clues: MatchContext, asks: list[Ask]) -> list[Member]:
    """Of whom the reader sees something that speaks for them, and who agree to be asked; those who were, anyway."""
    asked = {ask.member_id for ask in asks if ask.organisation_id is None}
    for_others = {ask.member_id for ask in asks} - asked
    members = Member.objects.visible_to(reader)
    experts = Member.expertise.through.objects.filter(theme__in=clues.themes).values("member")
    known = members.visible("expertise", pk__in=experts) | members.visible("territory", territory__in=clues.territories)
    known |= Q(user__in={*clues.authors, *clues.helpers})
    rows = members.filter(Q(pk__in=asked) | Ask.objects.leaving_room() & known).exclude(pk__in=for_others)
    rows = rows.exclude(user__in=_those_who_wrote(topic)).exclude(user=reader)
    related = ("user", "organisation__territory", "territory")
    return list(rows.select_related(*related).prefetch_related("expertise").order_by("pk"))


def _editors(topic: Topic, reader, asks: list[Ask]) -> list[OrganisationEditor]:
    """Who can be asked for an organisation, whether or not they are in the directory: they are not named."""
    free = Member.objects.filter(Ask.objects.leaving_room(), user__is_active=True)
    free = free.exclude(pk__in=[ask.member_id for ask in asks])
    rows = OrganisationEditor.objects.filter(user__member__in=free).exclude(user=reader)
    rows = rows.exclude(user__in=_those_who_wrote(topic))
    return list(rows.select_related("organisation__territory", "user__member").order_by("pk"))


def _those_who_wrote(topic: Topic):
    return Post.objects.filter(topic=topic, author__isnull=False).values("author")


def _who_may_answer(people: list, topic: Topic) -> set[int]:
    """Who sees the topic, and may write there."""
    seen = who_sees([(person, topic.board) for person in people])
    suspensions = Suspension.objects.of_many({person.pk for person in people}) if people else ()
    silent = {suspension.user_id for suspension in suspensions if suspension.holds_at(topic.board)}
    return {pk for pk, _board in seen} - silent


def _as_people(members: list[Member], clues: MatchContext, asks: list[Ask]) -> list[Candidate]:
    asked = {ask.member_id: ask.created_at for ask in asks if ask.organisation_id is None}
    return [
        _candidate(member, member.view.name, member.view.place, reasons_for(member, clues), asked.get(member.pk))
        for member in members
    ]


def _as_organisations(free: set[Organisation], clues: MatchContext, asks: list[Ask], reader) -> list[Candidate]:
    """`free` have somebody who can be asked; those that were asked already need not."""
    asked = {ask.organisation_id: ask.created_at for ask in reversed(asks) if ask.organisation_id}
    missing = asked.keys() - {organisation.pk for organisation in free}
    if missing:
        free = free | set(Organisation.objects.filter(pk__in=missing).select_related("territory"))
    known = expertise_in(free, clues, reader)
    return [
        _candidate(row, row.name, row.place, reasons_for_organisation(row, clues, known[row.pk]), asked.get(row.pk))
        for row in free
    ]


def _candidate(subject, name: str, place: str, reasons: list[MatchReason], asked_at) -> Candidate:
    return Candidate(
        subject=subject,
        name=name,
        url=subject.get_absolute_url(),
        place=place,
        reasons=tuple(reason.words for reason in _strongest_first(reasons)),
        weight=sum(reason.weight for reason in reasons),
        asked_at=asked_at,
    )


def _strongest_first(reasons: list[MatchReason]) -> list[MatchReason]:
    return sorted(reasons, key=attrgetter("weight"), reverse=True)


def _place_of(candidate: Candidate, topic: Topic) -> tuple:
    """Among equals a lot decides, another for each topic: else the same few would always be asked."""
    lot = crc32(f"{topic.pk}/{candidate.kind}/{candidate.subject.pk}".encode())
    return candidate.asked_at is None, -candidate.weight, lot
