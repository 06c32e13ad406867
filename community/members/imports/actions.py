"""Write a validated directory."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.actions import refresh_search_texts
from community.members.audiences import audience_name
from community.members.enums import Visibility
from community.members.imports.plans import Plan, plan_links, update_row, write
from community.members.imports.rows import Directory, OrganisationEntry, OrganisationKey, PersonEntry, organisation_key
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

# Default language of descriptions and accounts by country; French elsewhere.
COUNTRY_LANGUAGES = {Country.GERMANY: "de", Country.SWITZERLAND: "de", Country.SPAIN: "en"}
ORGANISATION_FIELDS = (
    "kind", "sector", "nace_code", "territory", "country", "address", "postal_code", "city",
    "latitude", "longitude", "website", "email", "phone", "description", "updated_at",
)  # fmt: skip
USER_FIELDS = ("first_name", "last_name", "language")
MEMBER_FIELDS = ("organisation", "job_title", "territory", "bio", "phone")
# Fields that a new public entry shows to everyone. The person opens the others themselves.
PUBLIC_FIELDS = ("organisation", "job_title", "territory", "expertise", "languages")


@dataclass(frozen=True)
class Defaults:
    """Values of new organisations for which the file gives none."""

    country: str = Country.FRANCE
    kind: str = ""


@transaction.atomic
def import_directory(directory: Directory, *, defaults: Defaults, dry_run: bool = False) -> list[Tally]:
    """Create missing organisations, accounts and members, update the others, and return a tally for each model.

    Organisations are matched by name and town, people by e-mail address. Empty cells change nothing. New accounts have
    no password and get no mail. The file sets the visibility of new entries only. A second run writes nothing.

    Followers of the directory are not notified: hundreds of lines would hide everything else in their digests.
    """
    organisations, known = _plan_organisations(directory.organisations, defaults)
    if not dry_run:
        _locate([row for row in organisations.created if row.latitude is None])
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


def _plan_organisations(
    entries: list[OrganisationEntry], defaults: Defaults
) -> tuple[Plan, dict[OrganisationKey, Organisation]]:
    # Newest first, so that the oldest of two organisations with the same key ends up in the dict.
    rows = Organisation.objects.order_by("-pk").prefetch_related("languages")
    known = {organisation_key(row.name, row.city): row for row in rows}
    taken = {row.slug for row in rows}
    plan = Plan()
    for entry in entries:
        languages = {"languages": entry.values["languages"]} if "languages" in entry.values else {}
        plain = {name: value for name, value in entry.values.items() if name not in languages}
        row = known.get(entry.key)
        if row is None:
            slug = free_slug(taken, entry.name, f"{entry.name[:60]} {entry.city}", "organisation", max_length=120)
            plain = {"country": defaults.country, "kind": defaults.kind, **plain}
            plain["description_language"] = COUNTRY_LANGUAGES.get(plain["country"], "fr")
            row = known[entry.key] = Organisation(slug=slug, name=entry.name, **plain)
            plan.created.append(row)
            plan_links(plan, row, languages)
        elif any([update_row(row, plain), plan_links(plan, row, languages)]):
            row.updated_at = timezone.now()
            plan.changed.append(row)
        else:
            plan.unchanged += 1
    return plan, known


def _locate(organisations: list[Organisation]) -> None:
    """Set the coordinates to those of the town, if it is unambiguous."""
    departments = Territory.objects.official(Country.FRANCE).filter(kind=TerritoryKind.DEPARTMENT)
    regions = dict(departments.values_list("code", "parent__code")) if organisations else {}
    for row in organisations:
        country, region = row.country, ""
        if row.country == Country.FRANCE:
            country = OVERSEAS.get(row.postal_code[:3], row.country)
            region = "" if country in OVERSEAS.values() else regions.get(row.postal_code[:2]) or ""
        row.latitude, row.longitude = town_point(row.city, country, region) or (None, None)


def _country(entry: PersonEntry, organisations: dict[OrganisationKey, Organisation], defaults: Defaults) -> str:
    if entry.organisation:
        return organisations[entry.organisation.key].country
    return entry.values.get("country", defaults.country)


def _plan_people(
    entries: list[PersonEntry], organisations: dict[OrganisationKey, Organisation], countries: dict[str, str]
) -> tuple[Plan, Plan]:
    accounts = User.objects.in_bulk([entry.email for entry in entries], field_name="email")
    existing = Member.objects.prefetch_related("languages", "expertise")
    known = existing.in_bulk([user.pk for user in accounts.values()], field_name="user_id")
    taken = set(Member.objects.values_list("slug", flat=True))
    users, members = Plan(), Plan()
    for entry in entries:
        organisation = organisations[entry.organisation.key] if entry.organisation else None
        values = {**entry.values, **({"organisation": organisation} if organisation else {})}
        user = accounts.get(entry.email)
        is_renamed = user is not None and update_row(user, _pick(values, USER_FIELDS))
        if user is None:
            user = User(email=entry.email, language=_language(values, countries[entry.email]))
            update_row(user, _pick(values, USER_FIELDS))
            user.set_unusable_password()
            users.created.append(user)
        elif is_renamed:
            users.changed.append(user)
        else:
            users.unchanged += 1
        _plan_member(members, known.get(user.pk), user, values, taken, is_renamed)
    return users, members


def _plan_member(
    plan: Plan, member: Member | None, user: User, values: dict, taken: set[str], is_renamed: bool
) -> None:
    links = _pick(values, ("languages", "expertise"))
    if member is None:
        slug = free_slug(taken, user.get_full_name(), "member", max_length=120)
        member = Member(user=user, slug=slug, bio_language=user.language)
        update_row(member, _pick(values, (*MEMBER_FIELDS, "visibility")))
        if member.visibility == Visibility.PUBLIC:
            for field in PUBLIC_FIELDS:
                setattr(member, audience_name(field), Visibility.PUBLIC)
        plan_links(plan, member, links)
        plan.created.append(member)
    elif any([is_renamed, update_row(member, _pick(values, MEMBER_FIELDS)), plan_links(plan, member, links)]):
        member.updated_at = timezone.now()
        plan.changed.append(member)
    else:
        plan.unchanged += 1


def _pick(values: dict, names: tuple[str, ...]) -> dict:
    return {name: values[name] for name in names if name in values}


def _language(values: dict, country: str) -> str:
    """Return the country's default language, or the first language of the site that the person speaks instead."""
    default = COUNTRY_LANGUAGES.get(country, "fr")
    choices = dict(User._meta.get_field("language").choices)
    spoken = [language.slug for language in values.get("languages", ()) if language.slug in choices]
    return default if default in spoken or not spoken else spoken[0]


def _roles(members: list[Member], countries: dict[str, str]) -> list[tuple[User, Role]]:
    """Make people in France members and all others partners, unless they already have one of these roles."""
    with_role = set(User.objects.filter(groups__name__in=(Role.MEMBER, Role.PARTNER)).values_list("pk", flat=True))
    return [
        (member.user, Role.MEMBER if countries[member.user.email] == Country.FRANCE else Role.PARTNER)
        for member in members
        if member.user_id not in with_role
    ]
