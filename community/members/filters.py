"""Filters of the directory. They have the same names for people and organisations, so that links work for both."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from website.core.filters import ListingFilterSet
from website.topics.enums import Country, OrganisationKind
from website.topics.filters import AreaFilter, TerritoryFilter, VocabularyFilter
from website.topics.models import Language, Organisation, Sector, Territory, Theme


class PersonTerritoryFilter(TerritoryFilter):
    """Filter by a person's own territory or that of their organisation, if the reader sees it."""

    def filter(self, qs, value):
        if not value:
            return qs
        within = Territory.objects.within(value)
        return qs.filter(
            qs.visible("territory", territory__in=within)
            | qs.visible("organisation", organisation__territory__in=within)
        )


class _VisibleFieldMixin:
    """Match only members whose field `visible_field` the reader sees."""

    def __init__(self, *args, visible_field: str, **kwargs):
        self.visible_field = visible_field
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        return qs.filter(qs.visible(self.visible_field, **{self.field_name: value})) if value else qs


class PersonChoiceFilter(_VisibleFieldMixin, django_filters.ChoiceFilter):
    pass


class PersonVocabularyFilter(_VisibleFieldMixin, VocabularyFilter):
    pass


class PersonTextFilter(_VisibleFieldMixin, django_filters.CharFilter):
    pass


def _country(**kwargs):
    return django_filters.ChoiceFilter(label=_("Country"), choices=Country, empty_label=_("All countries"), **kwargs)


def _kind(kind=django_filters.ChoiceFilter, **kwargs):
    return kind(label=_("Type of organisation"), choices=OrganisationKind, empty_label=_("All types"), **kwargs)


def _sector(kind=VocabularyFilter, **kwargs):
    return kind(Sector.objects.all, label=_("Sector (NACE)"), empty_label=_("All sectors"), **kwargs)


def _expertise(kind=VocabularyFilter, **kwargs):
    return kind(Theme.objects.by_name, empty_label=_("All themes"), **kwargs)


def _language(kind=VocabularyFilter, **kwargs):
    words = {"label": _("Language spoken"), "empty_label": _("All languages")}
    return kind(Language.objects.by_name, field_name="languages", **words, **kwargs)


def _city(kind=django_filters.CharFilter, **kwargs):
    return kind(label=_("Town"), max_length=100, widget=forms.HiddenInput, **kwargs)


class OrganisationFilterSet(ListingFilterSet):
    """Filters of organisations. `city` and `area` are set by the links of the map."""

    country = _country()
    territory = TerritoryFilter(field_name="territory")
    kind = _kind()
    sector = _sector()
    expertise = _expertise(label=_("Expertise of its staff"), method="having_expertise")
    language = _language()
    city = _city()
    area = AreaFilter(label=_("Map area"))

    class Meta:
        model = Organisation
        fields = []

    def having_expertise(self, queryset, name, theme):
        """Filter by members with this expertise whose organisation and expertise the reader sees."""
        people = Member.objects.visible_to(self.reader.user)
        of_organisation = people.visible("organisation", organisation=OuterRef("pk"))
        return queryset.filter(Exists(people.filter(of_organisation & people.visible("expertise", expertise=theme))))


class MemberFilterSet(ListingFilterSet):
    """Filters of members, also by values of their organisation. Fields that the reader may not see never match."""

    country = _country(method="in_country")
    territory = PersonTerritoryFilter()
    kind = _kind(PersonChoiceFilter, field_name="organisation__kind", visible_field="organisation")
    sector = _sector(PersonVocabularyFilter, field_name="organisation__sector", visible_field="organisation")
    expertise = _expertise(
        PersonVocabularyFilter, field_name="expertise", label=_("Expertise"), visible_field="expertise"
    )
    language = _language(PersonVocabularyFilter, visible_field="languages")
    city = _city(PersonTextFilter, field_name="organisation__city", visible_field="organisation")
    area = AreaFilter(label=_("Map area"))

    class Meta:
        model = Member
        fields = []

    def in_country(self, queryset, name, code):
        organisation = queryset.visible("organisation", organisation__country=code)
        return queryset.filter(organisation | queryset.visible("territory", territory__country=code))
