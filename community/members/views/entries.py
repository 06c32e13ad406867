"""The pages of an organisation and of a member, and the member's vCard."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.members.audiences import MemberView
from community.members.enums import DirectoryScope
from community.members.feeds import render_vcard
from community.members.models import DirectoryPage, Member
from community.members.permissions import can_edit_member, can_see_contact
from experiences.approaches.models import ApproachPage
from experiences.sheets.models import SheetPage
from website.core.sections import active_locale, breadcrumbs_to, section_url
from website.maps.drawing import draw_map, frame_around, is_on_map
from website.topics.models import Organisation


@require_safe
def organisation(request, slug):
    found = get_object_or_404(Organisation.objects.with_card(), slug=slug)
    people = Member.objects.visible_to(request.user)
    locale = active_locale()
    context = {
        "organisation": found,
        "trail": breadcrumbs_to(DirectoryPage),
        "canonical": request.build_absolute_uri(request.path),
        "facts": _organisation_facts(found),
        "shows_contact": can_see_contact(request.user),
        "people": people.filter(people.visible("organisation", organisation=found)).with_card().by_name(),
        "sheets": SheetPage.objects.for_reader(locale).filter(organisation=found).select_related("locale"),
        "approaches": ApproachPage.objects.for_reader(locale).filter(lead_organisation=found).select_related("locale"),
        "map": _small_map(found),
    }
    return TemplateResponse(request, "members/organisation.html", context)


@require_safe
def member(request, slug):
    found = get_object_or_404(Member.objects.visible_to(request.user).with_card(), slug=slug)
    return TemplateResponse(request, "members/member.html", member_context(request, found))


@require_safe
def vcard(request, slug):
    """Return a vCard of what the reader sees of a member."""
    found = get_object_or_404(Member.objects.visible_to(request.user).with_card(), slug=slug)
    body = render_vcard(found, request.build_absolute_uri(found.get_absolute_url()))
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.vcf"', "Cache-Control": "private, no-cache"}
    return HttpResponse(body, content_type="text/vcard; charset=utf-8", headers=headers)


def member_context(request, found: Member) -> dict:
    """Return the context of a member's page, for the reader of the queryset that `found` is from."""
    locale, view = active_locale(), found.view
    written = SheetPage.objects.written_by(found.user).order_by().values("translation_key")
    return {
        "member": found,
        "view": view,
        "trail": breadcrumbs_to(DirectoryPage),
        "canonical": request.build_absolute_uri(found.get_absolute_url()),
        "facts": _member_facts(view),
        "expertise": [
            {"label": theme.name, "url": _directory_url(who=DirectoryScope.PEOPLE.value, expertise=theme.slug)}
            for theme in view.expertise
        ],
        "is_own": can_edit_member(request.user, found),
        "sheets": SheetPage.objects.for_reader(locale).filter(translation_key__in=written).select_related("locale"),
        "approaches": ApproachPage.objects.for_reader(locale)
        .filter(facilitator=found.user_id)
        .select_related("locale"),
        "map": _small_map(found),
    }


def _directory_url(**filters) -> str:
    """Return the URL of the directory with these filters."""
    return f"{section_url(DirectoryPage)}?{urlencode(filters)}"


def _territory_fact(territory) -> list[dict]:
    if territory is None:
        return []
    return [{"label": _("Territory"), "value": territory.name, "url": territory.get_absolute_url()}]


def _languages_fact(languages) -> list[dict]:
    names = ", ".join(language.name for language in languages)
    return [{"label": _("Languages spoken"), "value": names}] if names else []


def _organisation_facts(found: Organisation) -> list[dict]:
    facts = [{"label": _("Type"), "value": found.get_kind_display(), "url": _directory_url(kind=found.kind)}]
    if found.sector:
        facts.append({"label": _("Sector"), "value": found.sector, "url": _directory_url(sector=found.sector.slug)})
    if found.nace_code:
        facts.append({"label": _("NACE code"), "value": found.nace_code})
    facts += _territory_fact(found.territory)
    facts.append(
        {"label": _("Country"), "value": found.get_country_display(), "url": _directory_url(country=found.country)}
    )
    return facts + _languages_fact(found.languages.all())


def _member_facts(view: MemberView) -> list[dict]:
    facts = []
    if organisation := view.organisation:
        facts += [{"label": _("Organisation"), "value": organisation.name, "url": organisation.get_absolute_url()}]
        facts += [{"label": _("Location"), "value": organisation.place}]
    return facts + _territory_fact(view.territory) + _languages_fact(view.languages)


def _small_map(row):
    """Return a map with a link to the directory around this place, or None if it is unknown or outside the map."""
    place = row.whereabouts
    if place is None or not is_on_map(place):
        return None
    url = _directory_url(view="map", **dict(place.filters)) if place.filters else _directory_url(view="map")
    frame = frame_around([place])
    return draw_map([replace(place, items=(row,))], frame, lambda _circle: (_("Other members in %s") % place.name, url))
