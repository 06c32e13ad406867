from website.core.filters import PageFilterSet
from website.pages.models import StandardPage


class StandardPageFilterSet(PageFilterSet):
    class Meta:
        model = StandardPage
        fields = []
