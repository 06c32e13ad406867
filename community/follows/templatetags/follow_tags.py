"""Tags for the follow button."""

from django import template
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from community.follows import subjects
from community.follows.forms import ThingForm
from community.follows.models import QUERY_LENGTH, Follow
from community.follows.subjects.lists import FollowedList, can_be_followed, is_same_for_everyone

register = template.Library()
BUTTON = "follows/button.html"


@register.inclusion_tag(BUTTON, takes_context=True)
def follow_button(context, thing) -> dict:
    """Render the button for a row or a published page; nothing if it cannot be followed."""
    return _button(context, thing, str(thing), _("Follow"), _("Following"))


@register.inclusion_tag(BUTTON, takes_context=True)
def follow_theme_button(context, bound) -> dict:
    """Render the button for the theme by which a list is filtered."""
    theme = bound.chosen("theme")
    words = {"name": theme}
    follow = _("Follow the theme “%(name)s”") % words
    return _button(context, theme, "", follow, _("Following the theme “%(name)s”") % words, bound.address())


@register.inclusion_tag(BUTTON, takes_context=True)
def follow_list_button(context, bound) -> dict:
    """Render the button for a list with its current filters."""
    thing = None
    if bound.is_valid and can_be_followed(bound.listing) and is_same_for_everyone(bound):
        thing = FollowedList.of(bound)
        thing = thing if len(thing.query) <= QUERY_LENGTH else None
    return _button(context, thing, "", _("Follow this list"), _("Following this list"), bound.address())


@register.filter
def kind_of_thing(thing) -> str:
    """Return the label of a thing's subject, such as “Theme” or “Experience sheet”."""
    subject = subjects.subject_for(thing)
    return capfirst(subject.label) if subject else ""


def _button(context, thing, title: str, follow: str, followed: str, query: str = "") -> dict:
    """Return the context of `follows/button.html`. It is the same for all visitors, since their pages are cached."""
    request = context.get("request")
    subject = subjects.subject_for(thing)
    # Previews of drafts use the same templates.
    is_published = subject is not None and request is not None and getattr(thing, "live", True)
    if not is_published or not subject.is_open(request.user, thing):
        return {"request": request, "is_offered": False}
    button = {"request": request, "is_offered": True, "title": title, "follow": follow, "followed": followed}
    if not request.user.is_authenticated:
        return {**button, "next": request.path + (query if query != "?" else "")}
    key = next(iter(subjects.follow_keys([thing])), None)
    if key is None:
        # A preview of a page that has not been saved yet.
        return {"request": request, "is_offered": False}
    _target_type, target_id, listing, filters = key
    return {
        **button,
        "found": Follow.objects.of(request.user).of_keys([key]).first(),
        "url": reverse("follow"),
        "fields": {
            "subject": subject.name,
            "key": target_id or listing,
            "query": filters,
            "back": request.get_full_path(),
        },
        "acts": {"follow": ThingForm.FOLLOW, "unfollow": ThingForm.UNFOLLOW},
    }
