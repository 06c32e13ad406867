"""Filters of the coordinators' lists."""

import django_filters
from django.utils.translation import gettext_lazy as _

from community.joining.enums import InvitationState, JoinKind, RequestStatus
from community.joining.models import Invitation, JoinRequest
from website.core.filters import ListingFilterSet
from website.topics.filters import TerritoryFilter


def _kind():
    return django_filters.ChoiceFilter(label=_("Joins as"), choices=JoinKind, empty_label=_("All"))


class JoinRequestFilterSet(ListingFilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=RequestStatus, empty_label=_("All"))
    kind = _kind()
    territory = TerritoryFilter(field_name="territory")

    class Meta:
        model = JoinRequest
        fields = []


class InvitationFilterSet(ListingFilterSet):
    state = django_filters.ChoiceFilter(label=_("Status"), choices=InvitationState, empty_label=_("All"))
    kind = _kind()
    territory = TerritoryFilter(field_name="territory")

    class Meta:
        model = Invitation
        fields = []
