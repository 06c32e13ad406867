import django_filters
from django.utils.translation import gettext_lazy as _

from website.core.filters import YearFilter
from website.topics.filters import TopicalFilterSet
from website.watch.models import WatchNotePage


class WatchFilterSet(TopicalFilterSet):
    year = YearFilter(field_name="source_date", label=_("Year of the source"))
    source = django_filters.CharFilter(label=_("Source"), lookup_expr="icontains", max_length=200)

    class Meta:
        model = WatchNotePage
        fields = []
