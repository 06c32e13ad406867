"""Who sees what of a member: the levels of readers, the audience of each field, and the one way to show a member."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.enums import Visibility
from website.maps.clusters import Place

# What has an audience of its own. The name goes with the entry as a whole, and no field is seen more widely than that.
FIELDS = {
    "organisation": gettext_lazy("Organisation"),
    "job_title": gettext_lazy("Function"),
    "territory": gettext_lazy("Territory"),
    "expertise": gettext_lazy("Expertise"),
    "languages": gettext_lazy("Languages spoken"),
    "bio": gettext_lazy("In a few words"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail address"),
    "contact": gettext_lazy("Contact form"),
}
# For people who have signed in at most, whatever is stored.
NEVER_PUBLIC = ("phone", "email")
# A level of readers is the narrowest audience they belong to.
LEVELS = (Visibility.PUBLIC, Visibility.MEMBERS)
READABLE = {
    Visibility.PUBLIC: (Visibility.PUBLIC,),
    Visibility.MEMBERS: (Visibility.PUBLIC, Visibility.MEMBERS),
}
_WIDEST_FIRST = list(Visibility)


class AnyMember:
    """Whoever has signed in: all of them see the same of others' entries."""

    is_authenticated = True


def level_of(user) -> Visibility:
    return Visibility.MEMBERS if user.is_authenticated else Visibility.PUBLIC


def audience_name(field: str) -> str:
    """The name of the model's field that says who sees `field`."""
    return f"{field}_audience"


def audience_of(member, field: str) -> Visibility:
    """Who really sees it: the narrower of the field's own audience and the entry's."""
    audiences = [member.visibility, getattr(member, audience_name(field))]
    if field in NEVER_PUBLIC:
        audiences.append(Visibility.MEMBERS)
    return max(map(Visibility, audiences), key=_WIDEST_FIRST.index)


def visible_at(level: Visibility, field: str, **lookups) -> Q:
    """The same for a query: whose `field` readers of that level see and, of those, who meets the lookups."""
    if field in NEVER_PUBLIC and level == Visibility.PUBLIC:
        return Q(pk__in=[])
    audiences = READABLE[level]
    return Q(visibility__in=audiences, **{f"{audience_name(field)}__in": audiences}, **lookups)


def name_at(level: Visibility, user) -> str:
    """The name of an account's person as readers of that level may know it; empty where they may not.

    Somebody who has no entry has not opened one to everyone: people who have signed in are told the name.
    """
    member = getattr(user, "member", None)
    if member is None:
        return user.get_full_name() if level == Visibility.MEMBERS else ""
    return MemberView(member, level).name


def known_as(user) -> str:
    """Somebody's name as members may know it; None is somebody whose account is gone."""
    if user is None:
        return _("Former member")
    return name_at(Visibility.MEMBERS, user) or _("A member")


class MemberView:
    """A member as readers of one level see them: what they may not see is blank."""

    def __init__(self, member, level: Visibility):
        self.member, self.level = member, Visibility(level)

    def sees(self, field: str) -> bool:
        return audience_of(self.member, field) in READABLE[self.level]

    def _of(self, field: str, blank):
        return getattr(self.member, field) if self.sees(field) else blank

    @property
    def is_listed(self) -> bool:
        """Whether they find the entry at all."""
        return Visibility(self.member.visibility) in READABLE[self.level] and self.member.user.is_active

    @property
    def name(self) -> str:
        return str(self.member) if self.is_listed else ""

    @property
    def initials(self) -> str:
        user = self.member.user
        return "".join(name[:1] for name in (user.first_name, user.last_name)).upper() if self.is_listed else ""

    @property
    def organisation(self):
        return self._of("organisation", None)

    @property
    def job_title(self) -> str:
        return self._of("job_title", "")

    @property
    def territory(self):
        return self._of("territory", None)

    @property
    def expertise(self) -> list:
        return list(self.member.expertise.all()) if self.sees("expertise") else []

    @property
    def languages(self) -> list:
        return list(self.member.languages.all()) if self.sees("languages") else []

    @property
    def languages_in_words(self) -> str:
        return ", ".join(language.name for language in self.languages)

    @property
    def bio(self) -> str:
        return self._of("bio", "")

    @property
    def bio_language(self) -> str:
        return self.member.bio_language if self.bio else ""

    @property
    def phone(self) -> str:
        return self._of("phone", "")

    @property
    def email(self) -> str:
        return self.member.user.email if self.sees("email") else ""

    @property
    def takes_messages(self) -> bool:
        return self.is_listed and self.sees("contact")

    @property
    def country(self) -> str:
        """The code of the country they work in, or nothing."""
        place = self.organisation or self.territory
        return place.country if place else ""

    @property
    def place(self) -> str:
        """Their organisation's town, else their territory, in words."""
        return self.organisation.place if self.organisation else str(self.territory or "")

    @property
    def whereabouts(self) -> Place | None:
        """Their organisation's place on the map, else their territory's."""
        place = self.organisation and self.organisation.whereabouts
        return place or (self.territory and self.territory.whereabouts)

    @property
    def summary(self) -> str:
        return ", ".join(filter(None, (self.job_title, self.organisation and self.organisation.name, self.place)))

    @property
    def words(self) -> str:
        """What search may find them by beside the name, a piece of information a line."""
        themes = [getattr(row, f"name_{code}") for row in self.expertise for code in ("fr", "de", "nl", "en")]
        organisation = self.organisation.name if self.organisation else ""
        return "\n".join(filter(None, (organisation, self.job_title, *themes, self.bio)))


def audience_summary(member) -> list[dict]:
    """Who sees what of an entry as it stands: for each audience its `who` and the names of the fields as `what`."""
    words = {Visibility.PUBLIC: _("Everyone sees"), Visibility.MEMBERS: _("People who have signed in also see")}
    words[Visibility.NOBODY] = _("Nobody sees")
    seen = {audience: [] for audience in Visibility}
    seen[Visibility(member.visibility)].append(_("Name"))
    for field, name in FIELDS.items():
        if _is_filled(member, field):
            seen[audience_of(member, field)].append(str(name))
    return [{"who": words[audience], "what": ", ".join(names)} for audience, names in seen.items() if names]


def _is_filled(member, field: str) -> bool:
    if field in ("email", "contact"):
        return True
    if field in ("expertise", "languages"):
        return member.pk is not None and bool(getattr(member, field).all())
    return bool(getattr(member, field))
