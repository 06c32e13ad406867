from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from wagtail.models import PageManager

from website.core.querysets import BasePageQuerySet, SearchableQuerySetMixin


class VocabularyQuerySet(QuerySet):
    def by_name(self):
        """In the order of the names the reader sees."""
        column = f"name_{(get_language() or 'fr')[:2]}"
        return self.order_by(Coalesce(NullIf(column, Value("")), "name_fr"))



class TerritoryQuerySet(VocabularyQuerySet):
    def featured(self):
        """The territories that filters and forms offer."""
        return self.filter(is_featured=True)

    def within(self, territory):
        """The territory itself, its parts and their parts."""
        return self.filter(Q(pk=territory.pk) | Q(parent=territory.pk) | Q(parent__parent=territory.pk))


class SectorQuerySet(VocabularyQuerySet):
    def of_nace(self, code: str):
        """The section that a division, group or class such as `17` or `17.12` belongs to, or None."""
        division = int(code[:2]) if code[:2].isdigit() else 0
        return self.filter(first_division__lte=division, last_division__gte=division).first()


class OrganisationQuerySet(SearchableQuerySetMixin, QuerySet):
    def on_map(self):
        return self.exclude(latitude=None).exclude(longitude=None)


class TopicalPageQuerySet(BasePageQuerySet):
    def with_topics(self):
        """With what cards and exports say of each page, in a fixed number of statements."""
        return self.select_related("locale").prefetch_related("themes", "territories")


TopicalPageManager = PageManager.from_queryset(TopicalPageQuerySet)
