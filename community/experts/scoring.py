"""The reasons to suggest a member or an organisation for a question, each with a weight, as one reader may see them."""

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

# Weights: of expertise per theme, of sheets and answers each (up to MAX_COUNTED), of the question's own territory, and
# of a territory that contains it or is contained in it.
EXPERTISE, STAFF_EXPERTISE, SHEET, ANSWER, SAME_TERRITORY, NEARBY_TERRITORY = 4, 3, 3, 3, 2, 1
MAX_COUNTED = 3


@dataclass(frozen=True)
class MatchReason:
    weight: int
    text: str


@dataclass(frozen=True)
class MatchContext:
    """The subject of a topic, and who has written about its themes, as one reader may see it.

    `themes` maps keys to themes, and `territories` maps the keys of the topic's and nearby territories to weights.
    `authors` and `organisations` count their public sheets on these themes, `helpers` the accepted answers of each
    account in topics that the reader can find. `of` takes at most five SQL statements.
    """

    themes: dict[int, Theme]
    territories: dict[int, int]
    authors: Counter = field(default_factory=Counter)
    organisations: Counter = field(default_factory=Counter)
    helpers: Counter = field(default_factory=Counter)

    @classmethod
    def of(cls, topic: Topic, reader) -> "MatchContext":
        prefetch_related_objects([topic], "themes")  # the page shows them as well
        themes, territories = {theme.pk: theme for theme in topic.themes.all()}, _territory_weights(topic)
        if not themes:
            return cls(themes, territories)
        sheets = _public_sheet_owners(themes)
        return cls(
            themes,
            territories,
            authors=Counter(owner for owner, _organisation in sheets if owner),
            organisations=Counter(organisation for _owner, organisation in sheets if organisation),
            helpers=_accepted_answers(themes, topic, reader),
        )


def _territory_weights(topic: Topic) -> dict[int, int]:
    exact = list(topic.territories.defer("member_codes"))
    if not exact:
        return {}
    nearby = reduce(
        or_, (Territory.objects.within(territory) for territory in exact), Territory.objects.containing(exact)
    )
    weights = dict.fromkeys(nearby.values_list("pk", flat=True), NEARBY_TERRITORY)
    return weights | dict.fromkeys((territory.pk for territory in exact), SAME_TERRITORY)


def _public_sheet_owners(themes) -> list[tuple]:
    """Return the owner and the organisation of each public sheet on these themes, counting translations once."""
    texts = SheetPage.objects.live().public().filter(themes__in=themes)
    originals = SheetPage.objects.originals().filter(translation_key__in=texts.values("translation_key"))
    return list(originals.values_list("owner", "organisation"))


def _accepted_answers(themes, topic: Topic, reader) -> Counter:
    solved = Topic.objects.listed_for(reader).filter(themes__in=themes, accepted_post__state=State.SHOWN)
    others = solved.exclude(pk=topic.pk).exclude(accepted_post__author=F("author"))
    rows = others.order_by().values_list("accepted_post__author").annotate(number=Count("pk", distinct=True))
    return Counter({author: number for author, number in rows if author})


def reasons_for(member: Member, context: MatchContext) -> list[MatchReason]:
    """Return the reasons for a member. The row must have been read for the reader, see `Member.view`."""
    known = [theme for theme in member.view.expertise if theme.pk in context.themes]
    return [
        *_theme_reasons(EXPERTISE, _("Expertise: %(themes)s"), known),
        *_sheet_reasons(context.authors[member.user_id]),
        *_answer_reasons(context.helpers[member.user_id]),
        *_territory_reasons(member.view.territory, context),
    ]


def reasons_for_organisation(organisation: Organisation, context: MatchContext, known: set[int]) -> list[MatchReason]:
    """Return the reasons for an organisation. `known` are the keys of the themes that `expertise_in` found for it."""
    themes = [theme for pk, theme in context.themes.items() if pk in known]
    return [
        *_theme_reasons(STAFF_EXPERTISE, _("Expertise of its staff: %(themes)s"), themes),
        *_sheet_reasons(context.organisations[organisation.pk]),
        *_territory_reasons(organisation.territory, context),
    ]


def expertise_in(organisations, context: MatchContext, reader) -> dict[int, set[int]]:
    """Map the keys of organisations to those of the topic's themes that their visible members are experts in.

    A member counts if the reader may see both their organisation and their expertise.
    """
    found = defaultdict(set)
    if organisations and context.themes:
        people = Member.objects.visible_to(reader)
        belongs = people.visible("organisation", organisation__in=organisations)
        rows = people.filter(belongs & people.visible("expertise", expertise__in=context.themes))
        for organisation, theme in rows.order_by().values_list("organisation", "expertise"):
            found[organisation].add(theme)
    return found


def _theme_reasons(weight: int, text: str, themes) -> list[MatchReason]:
    names = ", ".join(theme.name for theme in themes)
    return [MatchReason(weight * len(themes), text % {"themes": names})] if themes else []


def _sheet_reasons(number: int) -> list[MatchReason]:
    text = ngettext("%(number)d experience sheet on this topic", "%(number)d experience sheets on this topic", number)
    return _counted_reasons(SHEET, text, number)


def _answer_reasons(number: int) -> list[MatchReason]:
    text = ngettext("%(number)d accepted answer on this topic", "%(number)d accepted answers on this topic", number)
    return _counted_reasons(ANSWER, text, number)


def _counted_reasons(weight: int, text: str, number: int) -> list[MatchReason]:
    return [MatchReason(weight * min(number, MAX_COUNTED), text % {"number": number})] if number else []


def _territory_reasons(territory: Territory | None, context: MatchContext) -> list[MatchReason]:
    weight = context.territories.get(territory.pk) if territory else None
    return [MatchReason(weight, _("Territory: %(name)s") % {"name": territory.name})] if weight else []
