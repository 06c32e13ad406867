"""What texts and topics say of each other, on pages of rooms below this one too."""

from django import template
from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from community.forum import things
from community.forum.permissions import can_see_topic
from community.knowledge.enums import Agreement, Kind
from community.knowledge.models import Origin
from community.knowledge.permissions import can_keep_origin, can_make_knowledge
from community.members.templatetags.members_tags import person_shown
from website.core.keeping import rendered
from website.core.listings import Reader
from website.core.models import ContentStamp
from website.core.sections import active_locale

register = template.Library()
# A change of such a row may be one of the names that are shown, or of who may see the topic.
NAMES = ("forum.Board", "members.Member")


@register.simple_tag(takes_context=True)
def origin(context, page) -> str:
    """From which topic a text has grown, and with whom. What visitors see is kept until the topic or a name changes."""
    request = context.get("request")
    if request is None or not page.pk:
        return ""
    origins = Origin.objects.of_text(page).select_related("topic__board", "topic__merged_into__board", "page")
    if request.user.is_authenticated:
        found = origins.first()
        return _origin(context, found) if found else ""
    stamps = ContentStamp.objects.summed(NAMES)
    state = origins.annotate(names=stamps).values_list("pk", "topic__version", "topic__merged_into__version", "names")
    state = state.first()
    if state is None:
        return ""
    return rendered("origin", get_language(), state, by=lambda: _origin(context, origins.get(pk=state[0])))


def _origin(context, found: Origin) -> str:
    request, topic = context["request"], found.topic.merged_into or found.topic
    names, unnamed = _who(context, found)
    said = {
        "topic": topic if can_see_topic(request.user, topic) else None,
        "people": names,
        "unnamed": unnamed,
        "origin": found if can_keep_origin(request.user, found) else None,
    }
    return render_to_string("knowledge/origin.html", said)


def _who(context, found: Origin) -> tuple[list[dict], int]:
    """Those who agreed to be named and whom the reader may know, and how many others there are."""
    rows = list(found.credits.in_the_text().select_related("user__member").order_by("pk"))
    people = [person_shown(context, credit.user) for credit in rows if credit.answer == Agreement.NAMED]
    people = [person for person in people if person["name"]]
    return people, len(rows) - len(people)


@register.simple_tag(takes_context=True)
def became(context, topic) -> list[dict]:
    """The texts that have grown from a topic, for those who may see them; drafts only for who looks after them."""
    reader = Reader(context["request"].user, active_locale())
    origins = list(Origin.objects.of_topic(topic).prefetch_related("page"))
    if not origins:
        return []
    kind = ContentType.objects.get_for_model(Page).pk
    published = things.shown([(kind, origin.page_id) for origin in origins], reader)
    drafts = [origin.pk for origin in origins if (kind, origin.page_id) not in published]
    kept = set(Origin.objects.kept_by(reader.user).filter(pk__in=drafts).values_list("pk", flat=True)) if drafts else ()
    texts = [(origin, published.get((kind, origin.page_id))) for origin in origins]
    return [_as_text(origin, thing) for origin, thing in texts if thing or origin.pk in kept]


def _as_text(origin: Origin, thing) -> dict:
    said = {"kind": origin.get_kind_display(), "is_draft": thing is None}
    if thing is None:
        return {**said, "title": origin.title, "url": origin.get_absolute_url()}
    return {**said, "title": thing.title, "url": thing.url}


@register.simple_tag(takes_context=True)
def knowledge_address(context, topic) -> str:
    """Where the reader makes a text of the topic; nothing where they may not."""
    user = context["request"].user
    if not user.is_authenticated or not any(can_make_knowledge(user, topic, kind) for kind in Kind):
        return ""
    return reverse("discussion_knowledge", args=[topic.pk])


@register.simple_tag
def origin_of(page) -> Origin | None:
    return Origin.objects.of_text(page).first()
