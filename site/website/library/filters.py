import django_filters
from django.utils.translation import gettext_lazy as _

from website.core.filters import YearFilter
from website.library.enums import ToolAudience
from website.library.models import AlbumPage, ToolPage
from website.topics.enums import Licence, Stage
from website.topics.filters import TopicalFilterSet


class ToolFilterSet(TopicalFilterSet):
    audience = django_filters.ChoiceFilter(label=_("Audience"), choices=ToolAudience, empty_label=_("All audiences"))
    stage = django_filters.ChoiceFilter(label=_("Stage of an approach"), choices=Stage, empty_label=_("All stages"))
    licence = django_filters.ChoiceFilter(label=_("Licence"), choices=Licence, empty_label=_("All licences"))

    class Meta:
        model = ToolPage
        fields = []


class AlbumFilterSet(TopicalFilterSet):
    year = YearFilter(field_name="date", label=_("Year"))

    class Meta:
        model = AlbumPage
        fields = []
