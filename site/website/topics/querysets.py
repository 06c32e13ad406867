from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from wagtail.models import PageManager

from website.core.querysets import BasePageQuerySet, SearchableQuerySetMixin, alphabetical
from website.maps.frame import Bounds
from website.topics.enums import TerritoryKind


class VocabularyQuerySet(QuerySet):
    def by_name(self):
        """In the order of the names the reader sees."""
        column = f"name_{(get_language() or 'fr')[:2]}"
        return self.order_by(alphabetical(Coalesce(NullIf(column, Value("")), "name_fr")))


class TerritoryQuerySet(VocabularyQuerySet):
    def featured(self):
        """The territories that filters and forms offer, without the long lists of their communes."""
        return self.filter(is_featured=True).defer("member_codes")

    def parts_of(self, territory):
        """What lies directly in it; for a country, what lies in no other part of it."""
        if territory.kind == TerritoryKind.COUNTRY:
            top = Q(parent=None, country=territory.country) | Q(parent=territory.pk)
            return self.filter(top).exclude(pk=territory.pk)
        return self.filter(parent=territory.pk)

    def offered(self, chosen: int | None):
        """What a form offers: the featured ones, and the one that is chosen already."""
        return self.filter(Q(is_featured=True) | Q(pk=chosen))

    def in_use(self, *named_by: QuerySet):
        """Those that are featured, and those that an organisation, a published page or a row of `named_by` names.

        `named_by` are querysets of models with a `territory`. Rooms above add theirs, for instance the members whose
        territory is public.
        """
        from website.topics.models import topical_models  # the models need this module

        named = Q(is_featured=True)
        for rows in (apps.get_model("topics.Organisation").objects.all(), *named_by):
            named |= Exists(rows.filter(territory=OuterRef("pk")))
        for model in topical_models():
            named |= Exists(model.objects.live().filter(territories=OuterRef("pk")))
        return self.filter(named)

    def official(self, country: str):
        """Those that a country's own files name, by a code that stays the same."""
        kinds = (TerritoryKind.REGION, TerritoryKind.DEPARTMENT, TerritoryKind.INTERCOMMUNAL)
        return self.filter(country=country, kind__in=kinds).exclude(code="")

    def containing(self, territories):
        """These territories and all that they lie in: the twin of `within`, for many."""
        numbers = {territory.pk for territory in territories}
        countries = {territory.country for territory in territories}
        below = Q(pk__in=numbers) | Q(children__in=numbers) | Q(children__children__in=numbers)
        found = self.model.objects.filter(below | Q(kind=TerritoryKind.COUNTRY, country__in=countries))
        return self.filter(pk__in=found.order_by().values("pk")).defer("member_codes")

    def within(self, territory):
        """The territory itself, its parts and their parts; all of a country's for a country."""
        if territory.kind == TerritoryKind.COUNTRY:
            return self.filter(country=territory.country)
        return self.filter(Q(pk=territory.pk) | Q(parent=territory.pk) | Q(parent__parent=territory.pk))


class SectorQuerySet(VocabularyQuerySet):
    def of_nace(self, code: str):
        """The section that a division, group or class such as `17` or `17.12` belongs to, or None."""
        division = int(code[:2]) if code[:2].isdigit() else 0
        return self.filter(first_division__lte=division, last_division__gte=division).first()


class OrganisationQuerySet(SearchableQuerySetMixin, QuerySet):
    def by_name(self):
        return self.order_by(alphabetical("name"), "pk")

    def with_card(self):
        """With what cards, maps and exports say of each, in a fixed number of statements."""
        return self.select_related("sector", "territory").prefetch_related("languages")

    def in_area(self, bounds: Bounds):
        """Those whose `whereabouts` lie within the bounds, edges included."""
        return self.alias(
            north=Coalesce("latitude", "territory__latitude"), east=Coalesce("longitude", "territory__longitude")
        ).filter(north__range=(bounds.south, bounds.north), east__range=(bounds.west, bounds.east))


class TopicalPageQuerySet(BasePageQuerySet):
    def with_topics(self):
        """With what cards and exports say of each page, in a fixed number of statements."""
        return self.select_related("locale").prefetch_related("themes", "territories")


TopicalPageManager = PageManager.from_queryset(TopicalPageQuerySet)
