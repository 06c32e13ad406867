"""The directory's filters: the same names for people as for organisations, so that an address serves both."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from website.core.filters import ListingFilterSet
from website.topics.enums import Country, OrganisationKind
from website.topics.filters import AreaFilter, TerritoryFilter, VocabularyFilter
from website.topics.models import Language, Organisation, Sector, Territory, Theme


class PersonTerritoryFilter(TerritoryFilter):
    """A person's own territory, or that of their organisation."""

    def filter(self, qs, value):
        if not value:
            return qs
        within = Territory.objects.within(value)
        return qs.filter(Q(territory__in=within) | Q(organisation__territory__in=within))


def _country(**kwargs):
    return django_filters.ChoiceFilter(label=_("Country"), choices=Country, empty_label=_("All countries"), **kwargs)


def _kind(**kwargs):
    return django_filters.ChoiceFilter(
        label=_("Kind of organisation"), choices=OrganisationKind, empty_label=_("All kinds"), **kwargs
    )


def _sector(**kwargs):
    return VocabularyFilter(Sector.objects.all, label=_("Sector (NACE)"), empty_label=_("All sectors"), **kwargs)


def _expertise(**kwargs):
    return VocabularyFilter(Theme.objects.by_name, empty_label=_("All themes"), **kwargs)


def _language():
    return VocabularyFilter(
        Language.objects.by_name, field_name="languages", label=_("Language spoken"), empty_label=_("All languages")
    )


def _city(**kwargs):
    return django_filters.CharFilter(label=_("Town"), max_length=100, widget=forms.HiddenInput, **kwargs)


class OrganisationFilterSet(ListingFilterSet):
    """`city` and `area` are set by the map's links."""

    country = _country()
    territory = TerritoryFilter(field_name="territory")
    kind = _kind()
    sector = _sector()
    expertise = _expertise(label=_("Expertise of its people"), method="having_expertise")
    language = _language()
    city = _city()
    area = AreaFilter(label=_("Part of the map"))

    class Meta:
        model = Organisation
        fields = []

    def having_expertise(self, queryset, name, theme):
        """Those where the reader finds somebody who knows about `theme`."""
        people = Member.objects.visible_to(self.reader.user).filter(expertise=theme, organisation=OuterRef("pk"))
        return queryset.filter(Exists(people))


class MemberFilterSet(ListingFilterSet):
    """What an organisation is filtered by counts for its people."""

    country = _country(method="in_country")
    territory = PersonTerritoryFilter()
    kind = _kind(field_name="organisation__kind")
    sector = _sector(field_name="organisation__sector")
    expertise = _expertise(label=_("Expertise"))
    language = _language()
    city = _city(field_name="organisation__city")
    area = AreaFilter(label=_("Part of the map"))

    class Meta:
        model = Member
        fields = []

    def in_country(self, queryset, name, code):
        return queryset.filter(Q(organisation__country=code) | Q(territory__country=code))
