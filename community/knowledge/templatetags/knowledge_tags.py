"""What texts and topics say of each other, on pages of rooms below this one too."""

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse

from community.forum import targets
from community.forum.permissions import can_see_topic
from community.knowledge.enums import Consent, TextKind
from community.knowledge.models import Provenance
from community.knowledge.permissions import can_create_text, can_manage_provenance
from community.members.templatetags.members_tags import person_shown
from website.core.caching import cached_fragment
from website.core.listings import Reader
from website.core.models import Text
from website.core.sections import active_locale

register = template.Library()


@register.simple_tag(takes_context=True)
def provenance(context, page) -> str:
    """From which topic a text has grown, and with whom."""
    request = context.get("request")
    if request is None or not page.pk:
        return ""

    if request.user.is_authenticated:
        return _provenance_of(context, page)
    return cached_fragment("provenance", page.translation_key, render=lambda: _provenance_of(context, page))


def _provenance_of(context, page) -> str:
    found = Provenance.objects.of_text(page).select_related("topic__board", "topic__merged_into__board", "text").first()
    return _provenance(context, found) if found else ""


def _provenance(context, found: Provenance) -> str:
    request, topic = context["request"], found.topic.merged_into or found.topic
    names, unnamed = _who(context, found)
    said = {
        "topic": topic if can_see_topic(request.user, topic) else None,
        "people": names,
        "unnamed": unnamed,
        "provenance": found if can_manage_provenance(request.user, found) else None,
    }
    return render_to_string("knowledge/origin.html", said)


def _who(context, found: Provenance) -> tuple[list[dict], int]:
    """Those who agreed to be named and whom the reader may know, and how many others there are."""
    rows = list(found.contributions.in_the_text().select_related("user__member").order_by("pk"))
    people = [person_shown(context, contribution.user) for contribution in rows if contribution.answer == Consent.NAMED]
    people = [person for person in people if person["name"]]
    return people, len(rows) - len(people)


@register.simple_tag(takes_context=True)
def became(context, topic) -> list[dict]:
    """The texts that have grown from a topic, for those who may see them; drafts only for who looks after them."""
    reader = Reader(context["request"].user, active_locale())
    provenances = list(Provenance.objects.of_topic(topic))
    if not provenances:
        return []
    kind = ContentType.objects.get_for_model(Text).pk
    published = targets.visible_targets([(kind, provenance.text_id) for provenance in provenances], reader)
    drafts = [provenance.pk for provenance in provenances if (kind, provenance.text_id) not in published]
    kept = (
        set(Provenance.objects.kept_by(reader.user).filter(pk__in=drafts).values_list("pk", flat=True))
        if drafts
        else ()
    )
    prefetch_related_objects([provenance for provenance in provenances if provenance.pk in kept], "text__pages")
    texts = [(provenance, published.get((kind, provenance.text_id))) for provenance in provenances]
    return [_as_text(provenance, thing) for provenance, thing in texts if thing or provenance.pk in kept]


def _as_text(provenance: Provenance, thing) -> dict:
    said = {"kind": provenance.get_kind_display(), "is_draft": thing is None}
    if thing is None:
        return {**said, "title": provenance.title, "url": provenance.get_absolute_url()}
    return {**said, "title": thing.title, "url": thing.url}


@register.simple_tag(takes_context=True)
def knowledge_address(context, topic) -> str:
    """Where the reader makes a text of the topic; nothing where they may not."""
    user = context["request"].user
    if not user.is_authenticated or not any(can_create_text(user, topic, kind) for kind in TextKind):
        return ""
    return reverse("discussion_knowledge", args=[topic.pk])


@register.simple_tag
def provenance_of(page) -> Provenance | None:
    return Provenance.objects.of_text(page).first()
