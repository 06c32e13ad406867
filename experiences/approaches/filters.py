import django_filters
from django.utils.translation import gettext_lazy as _

from experiences.approaches.models import ApproachPage
from website.topics.enums import Stage
from website.topics.filters import TopicalFilterSet


class ApproachFilterSet(TopicalFilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Stage, empty_label=_("All stages"))

    class Meta:
        model = ApproachPage
        fields = []
