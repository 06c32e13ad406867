"""The button that follows a thing."""

from django import template
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from community.follows import subjects
from community.follows.forms import ThingForm
from community.follows.models import QUERY_LENGTH, Follow
from community.follows.subjects.lists import FollowedList, can_be_followed, is_alike_for_all

register = template.Library()
BUTTON = "follows/button.html"


@register.inclusion_tag(BUTTON, takes_context=True)
def follow_button(context, thing) -> dict:
    """The button for a row or a published text; nothing where it cannot be followed."""
    return _button(context, thing, str(thing), _("Follow"), _("You follow this"))


@register.inclusion_tag(BUTTON, takes_context=True)
def follow_theme_button(context, bound) -> dict:
    """For a list that is filtered by a theme: the button that follows the theme wherever it turns up."""
    theme = bound.chosen("theme")
    words = {"name": theme}
    follow = _("Follow the theme “%(name)s”") % words
    return _button(context, theme, "", follow, _("You follow the theme “%(name)s”") % words, bound.address())


@register.inclusion_tag(BUTTON, takes_context=True)
def follow_list_button(context, bound) -> dict:
    """The button for a list with the filters in force."""
    thing = None
    if bound.is_valid and can_be_followed(bound.listing) and is_alike_for_all(bound):
        thing = FollowedList.of(bound)
        thing = thing if len(thing.query) <= QUERY_LENGTH else None
    return _button(context, thing, "", _("Follow this list"), _("You follow this list"), bound.address())


@register.filter
def kind_of_thing(thing) -> str:
    """What readers call the kind of a row or page: “Theme”, “Experience sheet”."""
    subject = subjects.subject_for(thing)
    return capfirst(subject.label) if subject else ""


def _button(context, thing, title: str, follow: str, followed: str, query: str = "") -> dict:
    """What `follows/button.html` wants. What visitors get is the same for all of them: lists are kept for them."""
    request = context.get("request")
    subject = subjects.subject_for(thing)
    # Previews of drafts have the templates of pages.
    is_there = subject is not None and request is not None and getattr(thing, "live", True)
    if not is_there or not subject.is_open(request.user, thing):
        return {"request": request, "is_offered": False}
    button = {"request": request, "is_offered": True, "title": title, "follow": follow, "followed": followed}
    if not request.user.is_authenticated:
        return {**button, "next": request.path + (query if query != "?" else "")}
    key = next(iter(subjects.follow_keys([thing])), None)
    if key is None:
        # The preview of a page that has not been stored yet.
        return {"request": request, "is_offered": False}
    _target_type, number, listing, filters = key
    return {
        **button,
        "found": Follow.objects.of(request.user).of_keys([key]).first(),
        "url": reverse("follow"),
        "fields": {
            "subject": subject.name,
            "key": number or listing,
            "query": filters,
            "back": request.get_full_path(),
        },
        "acts": {"follow": ThingForm.FOLLOW, "unfollow": ThingForm.UNFOLLOW},
    }
