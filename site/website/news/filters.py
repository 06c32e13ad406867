from django.utils.translation import gettext_lazy as _

from website.core.filters import YearFilter
from website.news.models import NewsPage
from website.topics.filters import TopicalFilterSet


class NewsFilterSet(TopicalFilterSet):
    year = YearFilter(field_name="date", label=_("Year"))

    class Meta:
        model = NewsPage
        fields = []
