"""Writes a checked directory."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.actions import refresh_search_texts
from community.members.audiences import audience_name
from community.members.enums import Visibility
from community.members.imports.plans import Plan, bring_up_to_date, plan_links, write
from community.members.imports.rows import Directory, Names, OrganisationEntry, PersonEntry, names_of
from community.members.models import Member
from website.accounts.actions import apply_account_changes
from website.accounts.enums import Role
from website.accounts.models import User
from website.core.actions import BATCH_SIZE, sync_search_index
from website.core.imports.outcomes import Tally
from website.core.normalisation import free_slug
from website.topics.enums import Country, TerritoryKind
from website.topics.imports.places import OVERSEAS, town_point
from website.topics.models import Organisation, Territory

# What a country's people write and are written to in, as long as nothing else is known of them.
COUNTRY_LANGUAGES = {Country.GERMANY: "de", Country.SWITZERLAND: "de", Country.SPAIN: "en"}
ORGANISATION_FIELDS = (
    "kind", "sector", "nace_code", "territory", "country", "address", "postal_code", "city",
    "latitude", "longitude", "website", "email", "phone", "description", "updated_at",
)  # fmt: skip
USER_FIELDS = ("first_name", "last_name", "language")
MEMBER_FIELDS = ("organisation", "job_title", "territory", "bio", "phone")
# What a new entry that is for everyone shows everyone: what they do and where. The rest is the person's to open.
ALSO_PUBLIC = ("organisation", "job_title", "territory", "expertise", "languages")


@dataclass(frozen=True)
class Defaults:
    """What a new organisation is where no line says it."""

    country: str = Country.FRANCE
    kind: str = ""


@transaction.atomic
def import_directory(directory: Directory, *, defaults: Defaults, dry_run: bool = False) -> list[Tally]:
    """Make the organisations, accounts and members that are missing and give the others what the file says.

    An organisation is known by name and town, a person by e-mail address. What the file leaves empty stays. New
    accounts have no password and get no mail. Who sees an entry is said by the file where the entry is new, and by
    the person from then on. A second run writes nothing.

    Nobody who follows the directory is told of it: a table holds what a network knew before, not who comes in today,
    and a line for each of hundreds would bury whatever else their digest says.
    """
    organisations, known = _plan_organisations(directory.organisations, defaults)
    if not dry_run:
        _place([row for row in organisations.created if row.latitude is None])
        write(Organisation, organisations, ORGANISATION_FIELDS)
        sync_search_index(Organisation, [row.pk for row in organisations.touched])
    countries = {entry.email: _country(entry, known, defaults) for entry in directory.people}
    users, members = _plan_people(directory.people, known, countries)
    if not dry_run:
        write(User, users, USER_FIELDS)
        write(Member, members, (*MEMBER_FIELDS, "updated_at"))
        if members.created:
            apply_account_changes(users.created, _roles(members.created, countries))
        for start in range(0, len(members.touched), BATCH_SIZE):
            touched = [row.pk for row in members.touched[start : start + BATCH_SIZE]]
            refresh_search_texts(Member.objects.filter(pk__in=touched))
    return [_tally(_("Organisations"), organisations), _tally(_("Members"), members)]


def _tally(label: str, plan: Plan) -> Tally:
    return Tally(label, len(plan.created), len(plan.changed), plan.unchanged)


def _plan_organisations(entries: list[OrganisationEntry], defaults: Defaults) -> tuple[Plan, dict[Names, Organisation]]:
    # Newest first: of two with the same names, the oldest is the one that counts.
    rows = Organisation.objects.order_by("-pk").prefetch_related("languages")
    known = {names_of(row.name, row.city): row for row in rows}
    taken = {row.slug for row in rows}
    plan = Plan()
    for entry in entries:
        languages = {"languages": entry.said["languages"]} if "languages" in entry.said else {}
        plain = {name: value for name, value in entry.said.items() if name not in languages}
        row = known.get(entry.identity)
        if row is None:
            slug = free_slug(taken, entry.name, f"{entry.name[:60]} {entry.city}", "organisation", max_length=120)
            plain = {"country": defaults.country, "kind": defaults.kind, **plain}
            plain["description_language"] = COUNTRY_LANGUAGES.get(plain["country"], "fr")
            row = known[entry.identity] = Organisation(slug=slug, name=entry.name, **plain)
            plan.created.append(row)
            plan_links(plan, row, languages)
        elif any([bring_up_to_date(row, plain), plan_links(plan, row, languages)]):
            row.updated_at = timezone.now()
            plan.changed.append(row)
        else:
            plan.unchanged += 1
    return plan, known


def _place(organisations: list[Organisation]) -> None:
    """Put them on the map at their town, where only one town can be meant."""
    departments = Territory.objects.official(Country.FRANCE).filter(kind=TerritoryKind.DEPARTMENT)
    regions = dict(departments.values_list("code", "parent__code")) if organisations else {}
    for row in organisations:
        country, region = row.country, ""
        if row.country == Country.FRANCE:
            country = OVERSEAS.get(row.postal_code[:3], row.country)
            region = "" if country in OVERSEAS.values() else regions.get(row.postal_code[:2]) or ""
        row.latitude, row.longitude = town_point(row.city, country, region) or (None, None)


def _country(entry: PersonEntry, organisations: dict[Names, Organisation], defaults: Defaults) -> str:
    if entry.organisation:
        return organisations[entry.organisation.identity].country
    return entry.said.get("country", defaults.country)


def _plan_people(
    entries: list[PersonEntry], organisations: dict[Names, Organisation], countries: dict[str, str]
) -> tuple[Plan, Plan]:
    accounts = User.objects.in_bulk([entry.email for entry in entries], field_name="email")
    shown = Member.objects.prefetch_related("languages", "expertise")
    known = shown.in_bulk([user.pk for user in accounts.values()], field_name="user_id")
    taken = set(Member.objects.values_list("slug", flat=True))
    users, members = Plan(), Plan()
    for entry in entries:
        organisation = organisations[entry.organisation.identity] if entry.organisation else None
        said = {**entry.said, **({"organisation": organisation} if organisation else {})}
        user = accounts.get(entry.email)
        is_renamed = user is not None and bring_up_to_date(user, _only(said, USER_FIELDS))
        if user is None:
            user = User(email=entry.email, language=_language(said, countries[entry.email]))
            bring_up_to_date(user, _only(said, USER_FIELDS))
            user.set_unusable_password()
            users.created.append(user)
        elif is_renamed:
            users.changed.append(user)
        else:
            users.unchanged += 1
        _plan_member(members, known.get(user.pk), user, said, taken, is_renamed)
    return users, members


def _plan_member(plan: Plan, member: Member | None, user: User, said: dict, taken: set[str], is_renamed: bool) -> None:
    links = _only(said, ("languages", "expertise"))
    if member is None:
        slug = free_slug(taken, user.get_full_name(), "member", max_length=120)
        member = Member(user=user, slug=slug, bio_language=user.language)
        bring_up_to_date(member, _only(said, (*MEMBER_FIELDS, "visibility")))
        if member.visibility == Visibility.PUBLIC:
            for field in ALSO_PUBLIC:
                setattr(member, audience_name(field), Visibility.PUBLIC)
        plan_links(plan, member, links)
        plan.created.append(member)
    elif any([is_renamed, bring_up_to_date(member, _only(said, MEMBER_FIELDS)), plan_links(plan, member, links)]):
        member.updated_at = timezone.now()
        plan.changed.append(member)
    else:
        plan.unchanged += 1


def _only(said: dict, names: tuple[str, ...]) -> dict:
    return {name: said[name] for name in names if name in said}


def _language(said: dict, country: str) -> str:
    """The country's usual language if the person speaks it or says nothing, else the first they speak here."""
    usual = COUNTRY_LANGUAGES.get(country, "fr")
    choices = dict(User._meta.get_field("language").choices)
    spoken = [language.slug for language in said.get("languages", ()) if language.slug in choices]
    return usual if usual in spoken or not spoken else spoken[0]


def _roles(members: list[Member], countries: dict[str, str]) -> list[tuple[User, Role]]:
    """Those of France become members, the others partners; who is already one of the two stays it."""
    has_one = set(User.objects.filter(groups__name__in=(Role.MEMBER, Role.PARTNER)).values_list("pk", flat=True))
    return [
        (member.user, Role.MEMBER if countries[member.user.email] == Country.FRANCE else Role.PARTNER)
        for member in members
        if member.user_id not in has_one
    ]
