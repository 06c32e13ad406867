"""Who may create texts from topics and see their provenance, as permission checks and as querysets."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.forum.actions.moderating import lock
from community.forum.enums import BoardAudience
from community.knowledge.enums import TextKind
from community.knowledge.models import Contribution, Provenance
from community.knowledge.permissions import (
    can_answer_contribution,
    can_manage_provenance,
    can_see_provenance,
    kinds_for,
    managed_pairs,
    managers_of,
)
from tests.factories.forum import make_board
from tests.factories.knowledge import make_person, make_provenance, make_talk
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
ALL, SHEET, CMS = list(TextKind), [TextKind.SHEET], [TextKind.TOOL, TextKind.ANSWER]


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
def test_participants_may_create_sheets_and_editors_tools_and_answers(site, who, public, group):
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
        make_board(BoardAudience.PUBLIC, moderators=[moderator]),
        make_board(BoardAudience.GROUP, members=[asker, answerer], moderators=[moderator]),
    ]
    for board, expected in zip(boards, (public, group), strict=True):
        topic = make_talk(asker, [answerer], board=board)
        assert kinds_for(people[who], topic) == expected
        lock(moderator, topic, True)
        topic.refresh_from_db()
        assert kinds_for(people[who], topic) == expected


def test_checks_and_querysets_agree(site):
    draft, live = make_provenance(), make_provenance(topic=make_talk(make_person(), [make_person()]))
    page = live.page.specific.get_latest_revision_as_object()
    page.implementation = ""
    page.save_revision().publish()
    people = [
        *(AnonymousUser(), UserFactory(), UserFactory(is_active=False), draft.creator, live.creator),
        *(UserFactory(groups=[name]) for name in ("Editors", "Coordinators")),
        *(UserFactory(is_superuser=True), draft.topic.posts.get(position=2).author),
    ]
    for person in people:
        visible = {provenance.pk for provenance in (draft, live) if can_see_provenance(person, provenance)}
        managed = {provenance.pk for provenance in (draft, live) if can_manage_provenance(person, provenance)}
        pairs = [] if person.is_anonymous else [(person, draft), (person, live)]
        assert managed_pairs(pairs) == {(person.pk, pk) for pk in managed}
        own = {
            contribution.pk
            for contribution in Contribution.objects.all()
            if can_answer_contribution(person, contribution)
        }
        assert set(Provenance.objects.visible_to(person).values_list("pk", flat=True)) == visible
        assert set(Provenance.objects.managed_by(person).values_list("pk", flat=True)) == managed
        assert not person.is_active or set(Contribution.objects.of(person).values_list("pk", flat=True)) == own
    assert set(managers_of(draft)) == {draft.creator, people[-3]}
    assert not can_see_provenance(people[1], draft)
    assert can_see_provenance(people[0], live)
