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
        """Order by the names in the active language."""
        column = f"name_{(get_language() or 'fr')[:2]}"
        return self.order_by(alphabetical(Coalesce(NullIf(column, Value("")), "name_fr")))


class TerritoryQuerySet(VocabularyQuerySet):
    def featured(self):
        """Return the territories that filters and forms offer. The long lists of commune codes are deferred."""
        return self.filter(is_featured=True).defer("member_codes")

    def parts_of(self, territory):
        """Return the children of a territory; for a country, its territories without another parent."""
        if territory.kind == TerritoryKind.COUNTRY:
            top = Q(parent=None, country=territory.country) | Q(parent=territory.pk)
            return self.filter(top).exclude(pk=territory.pk)
        return self.filter(parent=territory.pk)

    def offered(self, chosen: int | None):
        """Return the choices of a form: the featured territories, and the one already chosen (a primary key)."""
        return self.filter(Q(is_featured=True) | Q(pk=chosen))

    def in_use(self, *named_by: QuerySet):
        """Return territories that are featured, or that an organisation, a published page or a row of `named_by` has.

        `named_by` are querysets of models with a `territory`. Callers in higher layers pass theirs, for instance the
        members whose territory is public.
        """
        from website.topics.models import topical_models  # the models need this module

        named = Q(is_featured=True)
        for rows in (apps.get_model("topics.Organisation").objects.all(), *named_by):
            named |= Exists(rows.filter(territory=OuterRef("pk")))
        for model in topical_models():
            named |= Exists(model.objects.live().filter(territories=OuterRef("pk")))
        return self.filter(named)

    def official(self, country: str):
        """Return the territories of a country that have an official code."""
        kinds = (TerritoryKind.REGION, TerritoryKind.DEPARTMENT, TerritoryKind.INTERCOMMUNAL)
        return self.filter(country=country, kind__in=kinds).exclude(code="")

    def containing(self, territories):
        """Return these territories and all that they lie in. This is the inverse of `within`, for many."""
        keys = {territory.pk for territory in territories}
        countries = {territory.country for territory in territories}
        below = Q(pk__in=keys) | Q(children__in=keys) | Q(children__children__in=keys)
        found = self.model.objects.filter(below | Q(kind=TerritoryKind.COUNTRY, country__in=countries))
        return self.filter(pk__in=found.order_by().values("pk")).defer("member_codes")

    def within(self, territory):
        """Return the territory, its children and grandchildren; for a country, all its territories."""
        if territory.kind == TerritoryKind.COUNTRY:
            return self.filter(country=territory.country)
        return self.filter(Q(pk=territory.pk) | Q(parent=territory.pk) | Q(parent__parent=territory.pk))


class SectorQuerySet(VocabularyQuerySet):
    def of_nace(self, code: str):
        """Return the section of a division, group or class such as `17` or `17.12`, or None."""
        division = int(code[:2]) if code[:2].isdigit() else 0
        return self.filter(first_division__lte=division, last_division__gte=division).first()


class OrganisationQuerySet(SearchableQuerySetMixin, QuerySet):
    def by_name(self):
        return self.order_by(alphabetical("name"), "pk")

    def with_card(self):
        """Load what cards, maps and exports show, in a fixed number of statements."""
        return self.select_related("sector", "territory").prefetch_related("languages")

    def in_area(self, bounds: Bounds):
        """Return the organisations whose `whereabouts` lie within the bounds, edges included."""
        return self.alias(
            north=Coalesce("latitude", "territory__latitude"), east=Coalesce("longitude", "territory__longitude")
        ).filter(north__range=(bounds.south, bounds.north), east__range=(bounds.west, bounds.east))


class TopicalPageQuerySet(BasePageQuerySet):
    def with_topics(self):
        """Load what cards and exports show, in a fixed number of statements."""
        return self.select_related("locale").prefetch_related("themes", "territories")


TopicalPageManager = PageManager.from_queryset(TopicalPageQuerySet)
