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
        """Whom `user` may find in the directory, each to be shown as they may see them.

        The twin of `permissions.can_see_member`.
        """
        level = level_of(user)
        return self.filter(user__is_active=True, visibility__in=READABLE[level]).as_seen_at(level)

    def as_seen_at(self, level: Visibility):
        """To be shown, filtered and searched as readers of that level may; the public's where nobody says so."""
        return self.annotate(reader_level=Value(level.value))

    @property
    def level(self) -> Visibility:
        annotation = self.query.annotations.get("reader_level")
        return Visibility(annotation.value) if annotation is not None else Visibility.PUBLIC

    def visible(self, field: str, **lookups):
        """A condition on a field that holds only where the reader sees the field: the one way to filter by it."""
        return visible_at(self.level, field, **lookups)

    def publicly_in_a_territory(self):
        """Those of whom everybody may know their territory."""
        return self.filter(visible_at(Visibility.PUBLIC, "territory"), user__is_active=True)

    def hits(self, words: str):
        """By the words that the reader sees, and no other."""
        rows = apps.get_model("members.MemberSearchText").objects.filter(level=self.level)
        return get_search_backend().search(words, rows)

    def key_of(self, hit) -> int:
        return hit.member_id

    def editable_by(self, user):
        """Whose entry `user` may change; the twin of `permissions.can_edit_member`."""
        return self.filter(user=user.pk, user__is_active=True)

    def by_name(self):
        return self.order_by(alphabetical("user__last_name"), alphabetical("user__first_name"), "pk")

    def with_card(self):
        """With what cards, maps and exports say of each, in a fixed number of statements."""
        related = ("user", "territory", "organisation__territory")
        return self.select_related(*related).prefetch_related("languages", "expertise")

    def in_area(self, bounds: Bounds):
        """Those whose `whereabouts`, as the reader sees them, lie within the bounds, edges included."""
        return self.alias(north=self._degrees("latitude"), east=self._degrees("longitude")).filter(
            north__range=(bounds.south, bounds.north), east__range=(bounds.west, bounds.east)
        )

    def _degrees(self, axis: str) -> Coalesce:
        organisation = Coalesce(f"organisation__{axis}", f"organisation__territory__{axis}")
        return Coalesce(
            Case(When(self.visible("organisation"), then=organisation)),
            Case(When(self.visible("territory"), then=F(f"territory__{axis}"))),
        )
