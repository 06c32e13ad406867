from django.utils.translation import gettext_lazy as _

from community.members.filters import MemberFilterSet, OrganisationFilterSet
from community.members.models import Member
from website.core.listings import Column, Listing, register
from website.topics.models import Organisation

# Filters by which both lists can be followed. `city` and `area` are set by the links of the map.
FILTERS = ("q", "country", "territory", "kind", "sector", "language", "city", "area")
URL = Column("url", _("Web address"), lambda item: item.get_absolute_url())

ORGANISATIONS = register(
    Listing(
        name="organisations",
        title=_("Organisations"),
        items=lambda _reader: Organisation.objects.with_card().by_name(),
        filterset=OrganisationFilterSet,
        columns=(
            Column("name", _("Name"), lambda item: item.name),
            Column("kind", _("Type"), lambda item: item.get_kind_display()),
            Column("sector", _("Sector"), lambda item: item.sector and str(item.sector)),
            Column("nace_code", _("NACE code"), lambda item: item.nace_code),
            Column("territory", _("Territory"), lambda item: item.territory and item.territory.name),
            Column("country", _("Country"), lambda item: item.country),
            Column("postal_code", _("Postal code"), lambda item: item.postal_code),
            Column("city", _("Town"), lambda item: item.city),
            Column("latitude", _("Latitude"), lambda item: item.latitude),
            Column("longitude", _("Longitude"), lambda item: item.longitude),
            Column("website", _("Website"), lambda item: item.website),
            Column("languages", _("Languages spoken"), lambda item: [row.name for row in item.languages.all()]),
            Column("description", _("Description"), lambda item: item.description),
            URL,
        ),
        item_template="members/organisation_card.html",
        empty_text=_("Organisations in and around the network will appear here."),
        updated=lambda item: item.updated_at,
        feed_order=("-updated_at", "-pk"),
        # Without `expertise`: a new organisation has no members yet.
        followed_by=FILTERS,
    )
)

# Not public, hence not cached: the items depend on the reader.
MEMBERS = register(
    Listing(
        name="members",
        title=_("Members"),
        items=lambda reader: Member.objects.visible_to(reader.user).with_card().by_name(),
        filterset=MemberFilterSet,
        columns=(
            Column("name", _("Name"), str),
            Column("job_title", _("Job title"), lambda item: item.view.job_title),
            Column(
                "organisation", _("Organisation"), lambda item: item.view.organisation and str(item.view.organisation)
            ),
            Column("territory", _("Territory"), lambda item: item.view.territory and item.view.territory.name),
            Column("country", _("Country"), lambda item: item.view.country),
            Column("expertise", _("Expertise"), lambda item: [row.name for row in item.view.expertise]),
            Column("languages", _("Languages spoken"), lambda item: [row.name for row in item.view.languages]),
            URL,
        ),
        item_template="members/person_card.html",
        empty_text=_("Members of the network will appear here."),
        updated=lambda item: item.updated_at,
        feed_order=("-updated_at", "-pk"),
        is_public=False,
        followed_by=(*FILTERS, "expertise"),
    )
)
