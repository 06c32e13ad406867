"""Template tags that link texts with the topics they were created from, also for templates of lower apps."""

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
    """Render the topic that a text was created from, and its contributors."""
    request = context.get("request")
    if request is None or not page.pk:
        return ""

    if request.user.is_authenticated:
        return _render_for_page(context, page)
    return cached_fragment("provenance", page.translation_key, render=lambda: _render_for_page(context, page))


def _render_for_page(context, page) -> str:
    found = Provenance.objects.of_text(page).select_related("topic__board", "topic__merged_into__board", "text").first()
    return _render_provenance(context, found) if found else ""


def _render_provenance(context, found: Provenance) -> str:
    request, topic = context["request"], found.topic.merged_into or found.topic
    names, unnamed = _credited_people(context, found)
    values = {
        "topic": topic if can_see_topic(request.user, topic) else None,
        "people": names,
        "unnamed": unnamed,
        "provenance": found if can_manage_provenance(request.user, found) else None,
    }
    return render_to_string("knowledge/provenance.html", values)


def _credited_people(context, found: Provenance) -> tuple[list[dict], int]:
    """Return the contributors who agreed to be named and whom the reader may see, and the number of the others."""
    rows = list(found.contributions.in_the_text().select_related("user__member").order_by("pk"))
    people = [person_shown(context, contribution.user) for contribution in rows if contribution.answer == Consent.NAMED]
    people = [person for person in people if person["name"]]
    return people, len(rows) - len(people)


@register.simple_tag(takes_context=True)
def became(context, topic) -> list[dict]:
    """Return the texts created from a topic that the reader may see. Drafts are for those who manage them."""
    reader = Reader(context["request"].user, active_locale())
    provenances = list(Provenance.objects.of_topic(topic))
    if not provenances:
        return []
    kind = ContentType.objects.get_for_model(Text).pk
    published = targets.visible_targets([(kind, provenance.text_id) for provenance in provenances], reader)
    drafts = [provenance.pk for provenance in provenances if (kind, provenance.text_id) not in published]
    managed = (
        set(Provenance.objects.managed_by(reader.user).filter(pk__in=drafts).values_list("pk", flat=True))
        if drafts
        else ()
    )
    prefetch_related_objects([provenance for provenance in provenances if provenance.pk in managed], "text__pages")
    texts = [(provenance, published.get((kind, provenance.text_id))) for provenance in provenances]
    return [_as_text(provenance, target) for provenance, target in texts if target or provenance.pk in managed]


def _as_text(provenance: Provenance, target) -> dict:
    values = {"kind": provenance.get_kind_display(), "is_draft": target is None}
    if target is None:
        return {**values, "title": provenance.title, "url": provenance.get_absolute_url()}
    return {**values, "title": target.title, "url": target.url}


@register.simple_tag(takes_context=True)
def knowledge_address(context, topic) -> str:
    """Return the URL where the reader creates a text from the topic, or '' if they may not."""
    user = context["request"].user
    if not user.is_authenticated or not any(can_create_text(user, topic, kind) for kind in TextKind):
        return ""
    return reverse("discussion_knowledge", args=[topic.pk])


@register.simple_tag
def provenance_of(page) -> Provenance | None:
    return Provenance.objects.of_text(page).first()
