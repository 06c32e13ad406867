from django.apps import apps
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from wagtail.search.backends import get_search_backend

from community.members.audiences import READABLE, level_of, visible_at
from community.members.enums import Visibility
from website.core.querysets import SearchableQuerySetMixin, alphabetical
from website.maps.frame import Bounds


class MemberQuerySet(SearchableQuerySetMixin, QuerySet):
    def visible_to(self, user):
        """Return the members whom `user` may find, like `permissions.can_see_member`.

        `Member.view` then shows them as `user` may see them.
        """
        level = level_of(user)
        return self.filter(user__is_active=True, visibility__in=READABLE[level]).as_seen_at(level)

    def as_seen_at(self, level: Visibility):
        """Show, filter and search as readers of that level may. The default is the public."""
        return self.annotate(reader_level=Value(level.value))

    @property
    def level(self) -> Visibility:
        annotation = self.query.annotations.get("reader_level")
        return Visibility(annotation.value) if annotation is not None else Visibility.PUBLIC

    def visible(self, field: str, **lookups):
        """Return a condition on a field that matches only if the reader sees the field."""
        return visible_at(self.level, field, **lookups)

    def publicly_in_a_territory(self):
        """Return the active members whose territory is public."""
        return self.filter(visible_at(Visibility.PUBLIC, "territory"), user__is_active=True)

    def hits(self, words: str):
        """Search the texts of the reader's level only."""
        rows = apps.get_model("members.MemberSearchText").objects.filter(level=self.level)
        return get_search_backend().search(words, rows)

    def key_of(self, hit) -> int:
        return hit.member_id

    def editable_by(self, user):
        """Return the entries that `user` may change, like `permissions.can_edit_member`."""
        return self.filter(user=user.pk, user__is_active=True)

    def by_name(self):
        return self.order_by(alphabetical("user__last_name"), alphabetical("user__first_name"), "pk")

    def with_card(self):
        """Fetch what cards, maps and exports show."""
        related = ("user", "territory", "organisation__territory")
        return self.select_related(*related).prefetch_related("languages", "expertise")

    def in_area(self, bounds: Bounds):
        """Return the members whose `whereabouts`, as the reader sees them, are within the bounds (inclusive)."""
        return self.alias(north=self._degrees("latitude"), east=self._degrees("longitude")).filter(
            north__range=(bounds.south, bounds.north), east__range=(bounds.west, bounds.east)
        )

    def _degrees(self, axis: str) -> Coalesce:
        organisation = Coalesce(f"organisation__{axis}", f"organisation__territory__{axis}")
        return Coalesce(
            Case(When(self.visible("organisation"), then=organisation)),
            Case(When(self.visible("territory"), then=F(f"territory__{axis}"))),
        )
