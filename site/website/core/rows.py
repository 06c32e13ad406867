"""Rows of a page, such as the steps of a sheet: drafted and published with it, loaded in a fixed number of statements.

When Wagtail restores a page from a revision, it looks up every foreign key of every row separately, so the number of
statements grows with the page. A page type with many rows inherits `PageWithRows`, its rows inherit `PageRow`:

    class PlanPage(PageWithRows, TopicalPage):
        row_references = {"actions": ("organisation",), "risks": ()}


    class PlanAction(PageRow):
        page = ParentalKey(PlanPage, on_delete=models.CASCADE, related_name="actions")
        organisation = models.ForeignKey("topics.Organisation", models.SET_NULL, null=True, related_name="+")
"""

from collections.abc import Mapping, Sequence

from django.db.models import Prefetch
from modelcluster.models import model_from_serializable_data
from wagtail.models import Orderable


class PageRow(Orderable):
    """A row of a `PageWithRows`."""

    class Meta(Orderable.Meta):
        abstract = True

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """Build the row from a revision without looking up its foreign keys. The page does that for all rows."""
        return model_from_serializable_data(cls, data, check_fks=False)


class PageWithRows:
    """A page type with many rows. `row_references` maps each child relation to the foreign keys of its rows.

    The rows are `PageRow`s. List all of their foreign keys, or dangling ones remain in a restored revision.
    """

    row_references: Mapping[str, Sequence[str]]

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """Build the page from a revision, and load what its rows refer to with one statement per foreign key."""
        page = super().from_serializable_data(data, check_fks, strict_fks)
        if page is not None and check_fks:
            page.fetch_row_references()
        return page

    def fetch_row_references(self) -> None:
        """Load what the rows in memory refer to.

        If it no longer exists, a nullable foreign key becomes None, and a row with a required one is dropped.
        """
        for name, references in self.row_references.items():
            manager = getattr(self, name)
            rows = list(manager.all())
            for reference in references:
                field = manager.model._meta.get_field(reference)
                keys = {getattr(row, field.attname) for row in rows} - {None}
                found = field.remote_field.model._default_manager.in_bulk(keys)
                for row in rows:
                    setattr(row, reference, found.get(getattr(row, field.attname)))
                rows = [row for row in rows if field.null or getattr(row, field.attname)]
            manager.set(rows)

    def row_prefetches(self) -> list[Prefetch]:
        """Return lookups for `prefetch_related_objects` that load the stored rows and what they refer to."""
        return [
            Prefetch(name, getattr(self, name).model.objects.select_related(*references or [None]))
            for name, references in self.row_references.items()
        ]
