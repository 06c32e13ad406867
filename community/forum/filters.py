import django_filters
from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.forum.enums import TopicKind
from community.forum.models import Board, Post, Topic
from community.forum.permissions import is_member
from website.core.filters import ListingFilterSet
from website.topics.fields import VocabularyField
from website.topics.filters import TerritoryFilter, ThemeFilter


class TopicStatus(models.TextChoices):
    """Topics that are new to the reader, or questions that still need an answer."""

    NEW = "new", _("New to me")
    UNANSWERED = "unanswered", _("Questions without answers")
    UNSOLVED = "unsolved", _("Questions without an accepted answer")
    OVERDUE = "overdue", _("Questions unanswered for three days")


class BoardFilter(django_filters.ModelChoiceFilter):
    """Filters by a board that the reader may see."""

    field_class = VocabularyField

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Board"), queryset=self._boards, to_field_name="slug", empty_label=_("All boards"), **kwargs
        )

    def _boards(self, _request):
        return Board.objects.visible_to(self.parent.reader.user).by_name()


class PinnedFirstBoardFilter(BoardFilter):
    """Lists the pinned topics of the chosen board first."""

    def filter(self, qs, value):
        filtered = super().filter(qs, value)
        return filtered.pinned_first() if value else filtered


class TopicStatusFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(label=_("Status"), choices=TopicStatus, empty_label=_("All"), **kwargs)

    def filter(self, qs, value):
        if value == TopicStatus.NEW:
            return qs.new_for(self.parent.reader.user)
        apply = {
            TopicStatus.UNANSWERED: qs.unanswered,
            TopicStatus.UNSOLVED: qs.unsolved,
            TopicStatus.OVERDUE: qs.overdue,
        }.get(value)
        return apply() if apply else qs


class CheckboxField(forms.BooleanField):
    def words(self, value):
        return _("yes") if self.to_python(value) else _("no")


class ReadableFilter(django_filters.Filter):
    """A checkbox for members. For visitors, and so in feeds, it matches nothing, as `TopicStatus.NEW` does."""

    field_class = CheckboxField

    def __init__(self, **kwargs):
        super().__init__(label=_("In the languages I read"), **kwargs)

    @property
    def field(self):
        found = super().field
        if not is_member(self.parent.reader.user):
            found.widget = forms.HiddenInput()
        return found

    def filter(self, qs, value):
        return qs.readable_by(self.parent.reader.user) if value else qs


class TopicFilterSet(ListingFilterSet):
    board = PinnedFirstBoardFilter()
    kind = django_filters.ChoiceFilter(label=_("Type"), choices=TopicKind, empty_label=_("All types"))
    standing = TopicStatusFilter()
    theme = ThemeFilter()
    territory = TerritoryFilter()
    language = django_filters.MultipleChoiceFilter(
        label=_("Written in"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    readable = ReadableFilter()

    class Meta:
        model = Topic
        fields = []


class PostFilterSet(ListingFilterSet):
    """Filters posts by the primary key of a topic, or by the board, theme or territory of their topics."""

    topic = django_filters.NumberFilter(
        label=_("Topic"), field_name="topic", min_value=1, max_value=2**31 - 1, decimal_places=0
    )
    board = BoardFilter(field_name="topic__board")
    theme = ThemeFilter(field_name="topic__themes")
    territory = TerritoryFilter(field_name="topic__territories")

    class Meta:
        model = Post
        fields = []
