"""The directory's filters: the same names for people as for organisations, so that an address serves both."""

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
    """A person's own territory, or that of their organisation, where the reader sees it."""

    def filter(self, qs, value):
        if not value:
            return qs
        within = Territory.objects.within(value)
        return qs.filter(
            qs.visible("territory", territory__in=within)
            | qs.visible("organisation", organisation__territory__in=within)
        )


class _OfSeenField:
    """A filter by one field of a member (`seen`), which counts only where the reader sees that field."""

    def __init__(self, *args, seen: str, **kwargs):
        self.seen = seen
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        return qs.filter(qs.visible(self.seen, **{self.field_name: value})) if value else qs


class PersonChoiceFilter(_OfSeenField, django_filters.ChoiceFilter):
    pass


class PersonVocabularyFilter(_OfSeenField, VocabularyFilter):
    pass


class PersonTextFilter(_OfSeenField, django_filters.CharFilter):
    pass


def _country(**kwargs):
    return django_filters.ChoiceFilter(label=_("Country"), choices=Country, empty_label=_("All countries"), **kwargs)


def _kind(kind=django_filters.ChoiceFilter, **kwargs):
    return kind(label=_("Kind of organisation"), choices=OrganisationKind, empty_label=_("All kinds"), **kwargs)


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
        """Those where the reader finds somebody who knows about `theme`: sees that they do, and that they are there."""
        people = Member.objects.visible_to(self.reader.user)
        there = people.visible("organisation", organisation=OuterRef("pk"))
        return queryset.filter(Exists(people.filter(there & people.visible("expertise", expertise=theme))))


class MemberFilterSet(ListingFilterSet):
    """What an organisation is filtered by counts for its people; nobody is found by what the reader may not see."""

    country = _country(method="in_country")
    territory = PersonTerritoryFilter()
    kind = _kind(PersonChoiceFilter, field_name="organisation__kind", seen="organisation")
    sector = _sector(PersonVocabularyFilter, field_name="organisation__sector", seen="organisation")
    expertise = _expertise(PersonVocabularyFilter, field_name="expertise", label=_("Expertise"), seen="expertise")
    language = _language(PersonVocabularyFilter, seen="languages")
    city = _city(PersonTextFilter, field_name="organisation__city", seen="organisation")
    area = AreaFilter(label=_("Part of the map"))

    class Meta:
        model = Member
        fields = []

    def in_country(self, queryset, name, code):
        organisation = queryset.visible("organisation", organisation__country=code)
        return queryset.filter(organisation | queryset.visible("territory", territory__country=code))
