"""What speaks for somebody, or for an organisation, as far as one reader may see it: a weight, and words for it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Count, F, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.forum.enums import State
from community.forum.models import Topic
from community.members.models import Member
from experiences.sheets.models import SheetPage
from website.topics.models import Organisation, Territory, Theme

# Per theme; per sheet and per answer, of which no more than this many count; for the very territory, or one around it
# or in it.
EXPERTISE, ITS_PEOPLE, SHEET, ANSWER, HERE, NEAR = 4, 3, 3, 3, 2, 1
COUNTED = 3


@dataclass(frozen=True)
class MatchReason:
    weight: int
    words: str


@dataclass(frozen=True)
class MatchContext:
    """What a topic is about, and who wrote on its themes, as one reader may know. Five statements at most.

    `territories`: the key of each that is near → what it weighs. `authors` and `organisations`: how many public sheets
    are theirs; `helpers`: how many of their answers were accepted in topics that the reader finds.
    """

    themes: dict[int, Theme]
    territories: dict[int, int]
    authors: Counter = field(default_factory=Counter)
    organisations: Counter = field(default_factory=Counter)
    helpers: Counter = field(default_factory=Counter)

    @classmethod
    def of(cls, topic: Topic, reader) -> "MatchContext":
        prefetch_related_objects([topic], "themes")  # the page shows them too
        themes, territories = {theme.pk: theme for theme in topic.themes.all()}, _near(topic)
        if not themes:
            return cls(themes, territories)
        sheets = _sheets(themes)
        return cls(
            themes,
            territories,
            authors=Counter(owner for owner, _organisation in sheets if owner),
            organisations=Counter(organisation for _owner, organisation in sheets if organisation),
            helpers=_helpers(themes, topic, reader),
        )


def _near(topic: Topic) -> dict[int, int]:
    own = list(topic.territories.defer("member_codes"))
    if not own:
        return {}
    around = reduce(or_, (Territory.objects.within(territory) for territory in own), Territory.objects.containing(own))
    weights = dict.fromkeys(around.values_list("pk", flat=True), NEAR)
    return weights | dict.fromkeys((territory.pk for territory in own), HERE)


def _sheets(themes) -> list[tuple]:
    """The author and the organisation of each text on one of these themes that everybody may read."""
    texts = SheetPage.objects.live().public().filter(themes__in=themes)
    originals = SheetPage.objects.originals().filter(translation_key__in=texts.values("translation_key"))
    return list(originals.values_list("owner", "organisation"))


def _helpers(themes, topic: Topic, reader) -> Counter:
    solved = Topic.objects.listed_for(reader).filter(themes__in=themes, accepted_post__state=State.SHOWN)
    others = solved.exclude(pk=topic.pk).exclude(accepted_post__author=F("author"))
    rows = others.order_by().values_list("accepted_post__author").annotate(number=Count("pk", distinct=True))
    return Counter({author: number for author, number in rows if author})


def reasons_for(member: Member, clues: MatchContext) -> list[MatchReason]:
    """Of a member as the reader sees them whom the row was read for."""
    known = [theme for theme in member.view.expertise if theme.pk in clues.themes]
    return [
        *_of_themes(EXPERTISE, _("Expertise: %(themes)s"), known),
        *_of_sheets(clues.authors[member.user_id]),
        *_of_answers(clues.helpers[member.user_id]),
        *_of_territory(member.view.territory, clues),
    ]


def reasons_for_organisation(organisation: Organisation, clues: MatchContext, known: set[int]) -> list[MatchReason]:
    """`known`: the keys of the themes that `expertise_in` found."""
    themes = [theme for pk, theme in clues.themes.items() if pk in known]
    return [
        *_of_themes(ITS_PEOPLE, _("Expertise of its people: %(themes)s"), themes),
        *_of_sheets(clues.organisations[organisation.pk]),
        *_of_territory(organisation.territory, clues),
    ]


def expertise_in(organisations, clues: MatchContext, reader) -> dict[int, set[int]]:
    """For the key of each organisation the themes of the topic that people know about of whom the reader sees both."""
    found = defaultdict(set)
    if organisations and clues.themes:
        people = Member.objects.visible_to(reader)
        there = people.visible("organisation", organisation__in=organisations)
        rows = people.filter(there & people.visible("expertise", expertise__in=clues.themes))
        for organisation, theme in rows.order_by().values_list("organisation", "expertise"):
            found[organisation].add(theme)
    return found


def _of_themes(weight: int, words: str, themes) -> list[MatchReason]:
    names = ", ".join(theme.name for theme in themes)
    return [MatchReason(weight * len(themes), words % {"themes": names})] if themes else []


def _of_sheets(number: int) -> list[MatchReason]:
    words = ngettext("%(number)d experience sheet about this", "%(number)d experience sheets about this", number)
    return _of_number(SHEET, words, number)


def _of_answers(number: int) -> list[MatchReason]:
    words = ngettext("%(number)d accepted answer about this", "%(number)d accepted answers about this", number)
    return _of_number(ANSWER, words, number)


def _of_number(weight: int, words: str, number: int) -> list[MatchReason]:
    return [MatchReason(weight * min(number, COUNTED), words % {"number": number})] if number else []


def _of_territory(territory: Territory | None, clues: MatchContext) -> list[MatchReason]:
    weight = clues.territories.get(territory.pk) if territory else None
    return [MatchReason(weight, _("Territory: %(name)s") % {"name": territory.name})] if weight else []
