"""Who sees what of a member: levels of readers, audiences of fields, and `MemberView`."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.enums import Visibility
from website.maps.clusters import Place

# Fields with their own audience. The name has that of the whole entry, which also limits every field.
FIELDS = {
    "organisation": gettext_lazy("Organisation"),
    "job_title": gettext_lazy("Job title"),
    "territory": gettext_lazy("Territory"),
    "expertise": gettext_lazy("Expertise"),
    "languages": gettext_lazy("Languages spoken"),
    "bio": gettext_lazy("About you"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("Email address"),
    "contact": gettext_lazy("Contact form"),
}
# Shown to signed-in users at most, whatever audience is stored.
NEVER_PUBLIC = ("phone", "email")
# The level of a reader is the narrowest audience they belong to.
LEVELS = (Visibility.PUBLIC, Visibility.MEMBERS)
READABLE = {
    Visibility.PUBLIC: (Visibility.PUBLIC,),
    Visibility.MEMBERS: (Visibility.PUBLIC, Visibility.MEMBERS),
}
_WIDEST_FIRST = list(Visibility)


class AnyMember:
    """Stands for any signed-in user: all of them see the same of others' entries."""

    is_authenticated = True


def level_of(user) -> Visibility:
    return Visibility.MEMBERS if user.is_authenticated else Visibility.PUBLIC


def audience_name(field: str) -> str:
    """Return the name of the model field that stores the audience of `field`."""
    return f"{field}_audience"


def audience_of(member, field: str) -> Visibility:
    """Return the effective audience: the narrower of the field's audience and the entry's."""
    audiences = [member.visibility, getattr(member, audience_name(field))]
    if field in NEVER_PUBLIC:
        audiences.append(Visibility.MEMBERS)
    return max(map(Visibility, audiences), key=_WIDEST_FIRST.index)


def visible_at(level: Visibility, field: str, **lookups) -> Q:
    """Return a condition for members whose `field` readers of that level see and who match the lookups."""
    if field in NEVER_PUBLIC and level == Visibility.PUBLIC:
        return Q(pk__in=[])
    audiences = READABLE[level]
    return Q(visibility__in=audiences, **{f"{audience_name(field)}__in": audiences}, **lookups)


def name_at(level: Visibility, user) -> str:
    """Return the user's name for readers of that level; empty if they may not see it.

    The name of a user without an entry is shown to signed-in users only.
    """
    member = getattr(user, "member", None)
    if member is None:
        return user.get_full_name() if level == Visibility.MEMBERS else ""
    return MemberView(member, level).name


def known_as(user) -> str:
    """Return the user's name for members. `None` stands for a deleted account."""
    if user is None:
        return _("Former member")
    return name_at(Visibility.MEMBERS, user) or _("A member")


class MemberView:
    """A member as readers of one level see them. What they may not see is blank."""

    def __init__(self, member, level: Visibility):
        self.member, self.level = member, Visibility(level)

    def sees(self, field: str) -> bool:
        return audience_of(self.member, field) in READABLE[self.level]

    def _value(self, field: str, blank):
        return getattr(self.member, field) if self.sees(field) else blank

    @property
    def is_listed(self) -> bool:
        """Whether these readers can find the entry."""
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
        return self._value("organisation", None)

    @property
    def job_title(self) -> str:
        return self._value("job_title", "")

    @property
    def territory(self):
        return self._value("territory", None)

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
        return self._value("bio", "")

    @property
    def bio_language(self) -> str:
        return self.member.bio_language if self.bio else ""

    @property
    def phone(self) -> str:
        return self._value("phone", "")

    @property
    def email(self) -> str:
        return self.member.user.email if self.sees("email") else ""

    @property
    def takes_messages(self) -> bool:
        return self.is_listed and self.sees("contact")

    @property
    def country(self) -> str:
        """The code of the country of their organisation, else of their territory."""
        place = self.organisation or self.territory
        return place.country if place else ""

    @property
    def place(self) -> str:
        """The town of their organisation, else the name of their territory."""
        return self.organisation.place if self.organisation else str(self.territory or "")

    @property
    def whereabouts(self) -> Place | None:
        """The place of their organisation on the map, else of their territory."""
        place = self.organisation and self.organisation.whereabouts
        return place or (self.territory and self.territory.whereabouts)

    @property
    def summary(self) -> str:
        return ", ".join(filter(None, (self.job_title, self.organisation and self.organisation.name, self.place)))

    @property
    def words(self) -> str:
        """The text that search finds them by in addition to the name, one value per line."""
        themes = [getattr(row, f"name_{code}") for row in self.expertise for code in ("fr", "de", "nl", "en")]
        organisation = self.organisation.name if self.organisation else ""
        return "\n".join(filter(None, (organisation, self.job_title, *themes, self.bio)))


def audience_summary(member) -> list[dict]:
    """Return the filled fields of an entry by audience, as a list of `who` sees `what`."""
    labels = {
        Visibility.PUBLIC: _("Visible to everyone"),
        Visibility.MEMBERS: _("Also visible to people who are signed in"),
    }
    labels[Visibility.NOBODY] = _("Not visible to anyone")
    fields = {audience: [] for audience in Visibility}
    fields[Visibility(member.visibility)].append(_("Name"))
    for field, name in FIELDS.items():
        if _is_filled(member, field):
            fields[audience_of(member, field)].append(str(name))
    return [{"who": labels[audience], "what": ", ".join(names)} for audience, names in fields.items() if names]


def _is_filled(member, field: str) -> bool:
    if field in ("email", "contact"):
        return True
    if field in ("expertise", "languages"):
        return member.pk is not None and bool(getattr(member, field).all())
    return bool(getattr(member, field))
