"""Load the demo's territories, organisations and members."""

from django.contrib.auth.hashers import make_password

from community.members.actions import update_profile
from community.members.audiences import audience_name
from community.members.models import Member
from community.organisations.actions import name_editor
from website.accounts.actions import create_account, verify_address
from website.accounts.enums import Role
from website.accounts.models import User
from website.demo.content import load_content
from website.topics.models import Language, Organisation, Sector, Territory, Theme

ACCOUNTS = {
    "member": "amelie.weber@example.org",
    "partner": "jonas.becker@example.org",
    "editor": "eva.lambert@example.org",
    "coordinator": "claire.muller@example.org",
    "administrator": "admin@example.org",
}
PASSWORD = "industrie-et-territoires"  # noqa: S105 - the public password of all demo accounts


def load_territories() -> None:
    rows = load_content("territories.toml", "territory")
    for row in rows:
        fields = {key: value for key, value in row.items() if key not in ("slug", "parent")}
        Territory.objects.get_or_create(slug=row["slug"], defaults={**fields, "is_featured": True})
    places = {territory.slug: territory for territory in Territory.objects.all()}
    for row in rows:
        if row.get("parent"):
            Territory.objects.filter(slug=row["slug"]).update(parent=places[row["parent"]])


def load_organisations() -> None:
    places = {territory.slug: territory for territory in Territory.objects.all()}
    languages = {language.slug: language for language in Language.objects.all()}
    copied = ("slug", "name", "kind", "country", "address", "postal_code", "city", "latitude", "longitude")
    for row in load_content("organisations.toml", "organisation"):
        organisation = Organisation.objects.create(
            **{name: row.get(name, "") for name in copied},
            website=row.get("website", ""),
            email=row.get("email", ""),
            nace_code=row["nace"],
            sector=Sector.objects.of_nace(row["nace"]),
            territory=places[row["territory"]],
            description=row["description"]["text"],
            description_language=row["description"]["language"],
        )
        organisation.languages.set([languages[code] for code in row["languages"]])


def load_members() -> dict[str, User]:
    """Create an account and a profile for every member, and an administrator. Return the members' users by key."""
    users = {}
    for row in load_content("members.toml", "member"):
        names = {"first_name": row["first_name"], "last_name": row["last_name"]}
        role = Role[row["role"].upper()]
        users[row["key"]] = create_account(row["email"], role=role, is_verified=True, language=row["language"], **names)
    admin = User.objects.create_superuser(ACCOUNTS["administrator"], first_name="Ada", last_name="Ministre")
    verify_address(admin)
    # Hashing is slow on purpose, so the shared password is hashed once.
    accounts = User.objects.filter(pk__in=[admin.pk, *(user.pk for user in users.values())])
    accounts.update(password=make_password(PASSWORD))
    _load_profiles(users)
    return users


def _load_profiles(users: dict[str, User]) -> None:
    organisations = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    places = {territory.slug: territory for territory in Territory.objects.all()}
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    languages = {language.slug: language for language in Language.objects.all()}
    for row in load_content("members.toml", "member"):
        update_profile(
            Member(user=users[row["key"]]),
            organisation=organisations.get(row.get("organisation")),
            job_title=row["job_title"],
            territory=places.get(row["territory"]),
            expertise=[themes[slug] for slug in row["expertise"]],
            languages=[languages[code] for code in row["languages"]],
            bio=row["bio"],
            bio_language=row["language"],
            visibility=row["visibility"],
            questions_per_month=row.get("questions_per_month", 0),
            **_audiences(row),
        )
    coordinator = users["claire-muller"]
    for row in load_content("members.toml", "member"):
        for slug in row.get("edits", ()):
            name_editor(coordinator, organisations[slug], users[row["key"]])


def _audiences(row: dict) -> dict[str, str]:
    """Return who may see which field. Visitors can write to coordinators, and members see their email addresses."""
    shown = ("organisation", "job_title", "territory", "expertise", "languages", "bio")
    audiences = {audience_name(field): row["visibility"] for field in shown} if row["visibility"] == "public" else {}
    if row["role"] == "coordinator":
        audiences |= {audience_name("contact"): "public", audience_name("email"): "members"}
    return audiences
