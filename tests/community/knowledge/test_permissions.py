"""Who makes knowledge of a topic, and who sees what of it: each check and its queryset say the same."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.forum.actions.ordering import lock
from community.forum.enums import Audience
from community.knowledge.enums import Kind
from community.knowledge.models import Credit, Origin
from community.knowledge.permissions import (
    can_answer_credit,
    can_keep_origin,
    can_see_origin,
    kinds_for,
    people_who_keep,
    who_keeps,
)
from tests.factories.forum import make_board
from tests.factories.knowledge import make_origin, make_person, make_talk
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
ALL, SHEET, CMS = list(Kind), [Kind.SHEET], [Kind.TOOL, Kind.ANSWER]


@pytest.mark.parametrize(
    ("who", "public", "group"),
    [
        ("visitor", [], []),
        ("stranger", [], []),
        ("asker", SHEET, []),
        ("answerer", SHEET, []),
        ("moderator", SHEET, SHEET),
        ("editor", CMS, []),
        ("coordinator", ALL, ALL),
        ("closed", [], []),
    ],
)
def test_who_takes_part_makes_a_sheet_and_who_writes_there_a_tool_or_an_answer(site, who, public, group):
    asker, answerer, moderator = make_person(), make_person(), UserFactory()
    people = {
        "visitor": AnonymousUser(),
        "stranger": UserFactory(),
        "asker": asker,
        "answerer": answerer,
        "moderator": moderator,
        "editor": UserFactory(groups=["Editors"]),
        "coordinator": UserFactory(groups=["Coordinators"]),
        "closed": UserFactory(is_active=False, groups=["Coordinators"]),
    }
    boards = [
        make_board(Audience.PUBLIC, moderators=[moderator]),
        make_board(Audience.GROUP, members=[asker, answerer], moderators=[moderator]),
    ]
    for board, expected in zip(boards, (public, group), strict=True):
        topic = make_talk(asker, [answerer], board=board)
        assert kinds_for(people[who], topic) == expected
        lock(moderator, topic, True)
        topic.refresh_from_db()
        assert kinds_for(people[who], topic) == expected


def test_checks_and_querysets_say_the_same(site):
    draft, live = make_origin(), make_origin(topic=make_talk(make_person(), [make_person()]))
    page = live.page.specific.get_latest_revision_as_object()
    page.implementation = ""
    page.save_revision().publish()
    people = [
        *(AnonymousUser(), UserFactory(), UserFactory(is_active=False), draft.maker, live.maker),
        *(UserFactory(groups=[name]) for name in ("Editors", "Coordinators")),
        *(UserFactory(is_superuser=True), draft.topic.posts.get(position=2).author),
    ]
    for person in people:
        seen = {origin.pk for origin in (draft, live) if can_see_origin(person, origin)}
        kept = {origin.pk for origin in (draft, live) if can_keep_origin(person, origin)}
        pairs = [] if person.is_anonymous else [(person, draft), (person, live)]
        assert who_keeps(pairs) == {(person.pk, pk) for pk in kept}
        own = {credit.pk for credit in Credit.objects.all() if can_answer_credit(person, credit)}
        assert set(Origin.objects.visible_to(person).values_list("pk", flat=True)) == seen
        assert set(Origin.objects.kept_by(person).values_list("pk", flat=True)) == kept
        assert not person.is_active or set(Credit.objects.of(person).values_list("pk", flat=True)) == own
    assert set(people_who_keep(draft)) == {draft.maker, people[-3]}
    assert not can_see_origin(people[1], draft)
    assert can_see_origin(people[0], live)
