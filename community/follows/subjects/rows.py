"""Themes, territories, organisations and members."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from community.follows.subjects import FollowSubject, SubjectLink, register_subject
from community.members.audiences import AnyMember
from community.members.models import Member
from community.members.permissions import can_see_member
from experiences.sheets.models import SheetIndexPage
from website.core.sections import section_url
from website.topics.models import Organisation, Territory, Theme


def _shown_themes(themes: Collection[Theme]) -> dict[int, SubjectLink]:
    """A theme has no page of its own, so link to the experience sheets filtered by it."""
    section = section_url(SheetIndexPage)
    return {theme.pk: SubjectLink(theme.name, f"{section}?{urlencode({'theme': theme.slug})}") for theme in themes}


def _is_open_member(user, member: Member) -> bool:
    """Return whether a user may see a member other than themselves. Visitors count as signed in, to be shown the button."""
    return can_see_member(_as_signed_in(user), member) and member.user_id != user.pk


def _as_signed_in(user):
    return user if user.is_authenticated else AnyMember()


def _members(keys: Collection) -> dict[int, Member]:
    return Member.objects.select_related("user").in_bulk(keys)


register_subject(
    FollowSubject(name="theme", model=Theme, label=_("Theme"), words=_("the theme “%(title)s”"), shown=_shown_themes)
)
register_subject(
    FollowSubject(
        name="territory",
        model=Territory,
        label=_("Territory"),
        words=_("the territory “%(title)s”"),
        find=lambda keys: Territory.objects.defer("member_codes").in_bulk(keys),
    )
)
register_subject(
    FollowSubject(
        name="organisation", model=Organisation, label=_("Organisation"), words=_("the organisation “%(title)s”")
    )
)
register_subject(
    FollowSubject(
        name="member",
        model=Member,
        label=_("Member"),
        words="%(title)s",
        is_open=_is_open_member,
        find=_members,
    )
)
