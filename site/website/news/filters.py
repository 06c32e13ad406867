from website.news.models import NewsPage
from website.topics.filters import TopicalFilterSet


class NewsFilterSet(TopicalFilterSet):
    class Meta:
        model = NewsPage
        fields = []
