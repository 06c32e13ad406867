from website.faq.models import AnswerPage
from website.topics.filters import TopicalFilterSet


class AnswerFilterSet(TopicalFilterSet):
    class Meta:
        model = AnswerPage
        fields = []
