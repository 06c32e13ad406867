"""Questions to members in exports, after the erasure of an account, and after their retention period."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.experts.actions import ask_expert
from community.experts.models import Ask
from community.organisations.models import OrganisationEditor
from tests.factories.experts import make_expert, make_question
from tests.factories.people import MemberFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.core import personal_data
from website.notifications.lines import line_for, prefetch_for_lines, still_relevant
from website.notifications.models import Notification
from website.privacy.actions import erase_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def holding():
    return next(found for found in personal_data.all_holdings() if found.name == "asks")


def test_an_export_contains_sent_and_received_questions_but_not_an_organisations_editors(site, holding):
    alsace = TerritoryFactory()
    mill = OrganisationFactory(name="Mill", territory=alsace)
    editor, odile, asker = make_expert(name="Editor"), make_expert("water"), MemberFactory().user
    OrganisationEditor.objects.create(organisation=mill, user=editor.user)
    topic = make_question(title="Who?", territories=[alsace])
    for whom in (odile, mill):
        ask_expert(asker, topic, whom)
    [mine] = holding.records(asker)
    assert [(row["topic"], row["whom"]) for row in mine["asked_by_you"]] == [("Who?", "Odile Roth"), ("Who?", "Mill")]
    [theirs] = holding.records(editor.user)
    assert [(row["topic__title"], row["organisation__name"]) for row in theirs["asked_of_you"]] == [("Who?", "Mill")]


@pytest.mark.usefixtures("english")
def test_erasing_the_asker_anonymises_the_question_and_erasing_the_expert_deletes_it(site):
    odile, asker = make_expert("water"), MemberFactory(user__first_name="Rita").user
    ask_expert(asker, make_question(), odile)
    erase_account(asker)
    rows = list(Notification.objects.filter(kind="question-asked").select_related("recipient"))
    prefetch_for_lines(rows)
    assert [[line_for(row).who for row in rows if row.pk in still_relevant(rows)]] == [["Former member"]]
    erase_account(odile.user)
    assert [Ask.objects.count(), Notification.objects.filter(kind="question-asked").count()] == [0, 0]


def test_questions_are_deleted_after_a_year(site, holding):
    now = timezone.now()
    for days in (364, 366):
        Ask.objects.create(topic=make_question(), member=make_expert(), created_at=now - timedelta(days=days))
    assert [holding.forget(now), Ask.objects.count()] == [1, 1]
