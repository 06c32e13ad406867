"""The selection and order of candidates for a question, and their reasons."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from community.experts.actions import ask_expert
from community.experts.models import Ask
from community.experts.ranking import who_can_help
from community.forum.models import BoardMember, Topic
from community.organisations.models import OrganisationEditor
from experiences.sheets.models import SheetPage
from tests.factories.experts import make_expert, make_question, make_solved, theme
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.moderation import make_decision, make_shown_post
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements
from website.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def reader(site):
    return MemberFactory().user


def names_with_reasons(topic, reader) -> list[tuple]:
    return [(candidate.name, *candidate.reasons) for candidate in who_can_help(topic, reader)]


def names(topic, reader) -> list[str]:
    return [candidate.name for candidate in who_can_help(topic, reader)]


def water_sheet(**fields):
    return make_page(SheetPage, themes=[theme()], **fields)


def test_each_reason_is_shown_and_the_strongest_comes_first(reader):
    alsace = TerritoryFactory(name_en="Alsace")
    odile = make_expert("water", territory=alsace)
    water_sheet(owner=odile.user)
    for _ in range(2):
        make_solved(odile.user)
    make_expert("energy", name="Nobody")
    topic = make_question(territories=[alsace])
    assert names_with_reasons(topic, reader) == [
        (
            "Odile Roth",
            "2 accepted answers on this topic",
            "Expertise: Water",
            "1 experience sheet on this topic",
            "Territory: Alsace",
        )
    ]


def test_candidates_are_ranked_by_weight_and_limited_to_five(reader):
    for number in range(4):
        make_expert("water", name=f"Plain{number}")
    make_expert("water", "energy", name="Both")
    make_solved(make_expert("water", name="Proven").user)
    topic = make_question(themes=["water", "energy"])
    assert names(topic, reader)[:2] == ["Both Roth", "Proven Roth"]
    assert len(names(topic, reader)) == 5


def test_a_containing_or_contained_territory_counts_less_than_the_same_one(reader):
    region = TerritoryFactory(name_en="Region", kind="region")
    county = TerritoryFactory(name_en="County", parent=region)
    town = TerritoryFactory(name_en="Town", parent=county)
    elsewhere = TerritoryFactory(name_en="Elsewhere", parent=region)
    for name, place in (("Above", region), ("Below", town), ("Here", county), ("Beside", elsewhere)):
        make_expert("water", name=name, territory=place)
    topic = make_question(territories=[county])
    offered = names_with_reasons(topic, reader)
    known = "Expertise: Water"
    assert offered[0] == ("Here Roth", known, "Territory: County")
    assert sorted(offered[1:3]) == [
        ("Above Roth", known, "Territory: Region"),
        ("Below Roth", known, "Territory: Town"),
    ]
    assert offered[3:] == [("Beside Roth", known)]
    # Only the same territory is a sufficient reason by itself.
    assert names_with_reasons(make_question(themes=[], territories=[county]), reader) == [
        ("Here Roth", "Territory: County")
    ]


def test_only_members_with_questions_left_this_month_are_offered(reader):
    make_expert("water", name="Unwilling", questions=0)
    full, free = make_expert("water", name="Full", questions=1), make_expert("water", name="Free", questions=1)
    Ask.objects.create(topic=make_question(), member=full)
    long_ago = timezone.now() - timedelta(days=32)
    Ask.objects.create(topic=make_question(), member=free, created_at=long_ago)
    assert names(make_question(), reader) == ["Free Roth"]


def test_a_month_begins_at_midnight_in_the_sites_time_zone(reader, monkeypatch):
    """On the last of August at 23:30 in Paris it is still August, though it is September in Tokyo."""
    odile = make_expert("water", questions=1)
    august = timezone.datetime(2027, 8, 31, 21, 30, tzinfo=timezone.get_fixed_timezone(0))
    Ask.objects.create(topic=make_question(), member=odile, created_at=august)
    topic, offered = make_question(), []
    for minutes in (20, 40):
        moment = august + timedelta(minutes=minutes)
        with timezone.override("Asia/Tokyo"):
            monkeypatch.setattr("community.experts.querysets.timezone.now", lambda moment=moment: moment)
            offered.append(names(topic, reader))
    assert offered == [[], ["Odile Roth"]]


def test_the_authors_of_the_topic_and_its_reader_are_not_offered(reader):
    author, answerer, me = (make_expert("water", name=name) for name in ("Author", "Answerer", "Me"))
    make_expert("water", name="Other")
    topic = make_question(author.user)
    make_post(answerer.user, topic)
    assert names(topic, me.user) == ["Other Roth"]


def test_inactive_hidden_and_suspended_members_are_not_offered(reader):
    make_expert("water", name="Gone", user__is_active=False)
    make_expert("water", name="Hidden", visibility="nobody")
    silent, board, moderator = make_expert("water", name="Silent"), make_board(), UserFactory(groups=["Coordinators"])
    make_decision(moderator, make_shown_post(silent.user, board), "suspend", days=7)
    here, elsewhere = make_question(board=board), make_question(board=make_board())
    assert [names(here, reader), names(elsewhere, reader)] == [[], ["Silent Roth"]]


def test_only_members_of_a_closed_group_are_offered_in_it(reader):
    board = make_board("group", members=[reader])
    inside, _outside = make_expert("water", name="Inside"), make_expert("water", name="Outside")
    BoardMember.objects.create(board=board, user=inside.user)
    assert names(make_question(reader, board), reader) == ["Inside Roth"]


@pytest.mark.parametrize("field", ["expertise", "territory"])
def test_hidden_information_is_neither_shown_nor_counted(reader, field):
    alsace = TerritoryFactory(name_en="Alsace")
    topic = make_question(territories=[alsace])
    shy = make_expert("water", name="Shy", territory=alsace, **{f"{field}_audience": "nobody"})
    open_one = make_expert("water", name="Open", territory=alsace)
    offered = {candidate.name: candidate for candidate in who_can_help(topic, reader)}
    left = {"expertise": ("Territory: Alsace",), "territory": ("Expertise: Water",)}[field]
    assert offered["Shy Roth"].reasons == left
    assert offered["Shy Roth"].weight < offered["Open Roth"].weight
    type(shy).objects.update(expertise_audience="nobody", territory_audience="nobody")
    assert names(topic, reader) == []
    assert open_one.expertise.count() == 1


def test_answers_that_the_reader_may_not_read_do_not_count(reader):
    board = make_board("group")
    helper = make_expert(name="Helper")
    BoardMember.objects.create(board=board, user=helper.user)
    asker = UserFactory()
    BoardMember.objects.create(board=board, user=asker)
    solved = make_question(asker, board)
    solved.accepted_post = make_post(helper.user, solved)
    solved.save()
    topic = make_question()
    assert names(topic, reader) == []
    BoardMember.objects.create(board=board, user=reader)
    assert names_with_reasons(topic, User.objects.get(pk=reader.pk)) == [
        ("Helper Roth", "1 accepted answer on this topic")
    ]


def test_only_public_sheets_count_and_translations_do_not(reader):
    odile, translator = make_expert(), make_expert(name="Translator")
    draft, closed, shown = (water_sheet(title=title, owner=odile.user) for title in ("Draft", "Closed", "Shown"))
    draft.unpublish()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    german = shown.copy_for_translation(type(shown.locale).objects.get(language_code="de"))
    german.owner = translator.user
    german.save_revision().publish()
    assert names_with_reasons(make_question(), reader) == [("Odile Roth", "1 experience sheet on this topic")]


def test_an_answer_accepted_by_its_own_author_does_not_count(reader):
    helper = make_expert(name="Helper")
    own = make_question(helper.user)
    own.accepted_post = make_post(helper.user, own)
    own.save()
    assert names(make_question(), reader) == []


def test_an_organisation_is_offered_for_its_people_sheets_and_territory_if_an_editor_agrees(reader):
    alsace = TerritoryFactory(name_en="Alsace")
    mill = OrganisationFactory(name="Mill", territory=alsace)
    unwilling = OrganisationFactory(name="Unwilling", territory=alsace)
    for organisation, questions in ((mill, 1), (unwilling, 0)):
        # An editor who is not in the directory can still be asked for the organisation.
        editor = make_expert(name="Editor", questions=questions, visibility="nobody")
        OrganisationEditor.objects.create(organisation=organisation, user=editor.user)
        water_sheet(title=organisation.name, organisation=organisation)
    make_expert("water", questions=0, organisation=mill)
    make_expert("energy", questions=0, organisation=mill, organisation_audience="nobody")
    topic = make_question(themes=["water", "energy"], territories=[alsace])
    assert names_with_reasons(topic, reader) == [
        (
            "Mill",
            "Expertise of its staff: Water",
            "1 experience sheet on this topic",
            "Territory: Alsace",
        )
    ]


def test_an_organisation_is_not_offered_when_none_of_its_editors_could_answer(reader):
    board = make_board("group", members=[reader])
    mill = OrganisationFactory(name="Mill")
    water_sheet(organisation=mill)
    editor = make_expert()
    OrganisationEditor.objects.create(organisation=mill, user=editor.user)
    topic = make_question(reader, board)
    assert names(topic, reader) == []
    BoardMember.objects.create(board=board, user=editor.user)
    assert names(topic, reader) == ["Mill"]
    make_post(editor.user, topic)
    assert names(topic, reader) == []


def test_candidates_who_were_asked_stay_listed_when_their_limit_is_reached(reader):
    odile = make_expert("water", questions=1)
    make_solved(make_expert("water", name="Better").user)
    topic = make_question(reader)
    ask_expert(reader, topic, odile)
    offered = [(candidate.name, bool(candidate.asked_at)) for candidate in who_can_help(topic, MemberFactory().user)]
    assert offered == [("Odile Roth", True), ("Better Roth", False)]


def test_a_request_made_in_a_merged_topic_counts(reader):
    odile = make_expert("water")
    old, topic = make_question(reader), make_question(reader)
    ask_expert(reader, old, odile)
    old.merged_into = topic
    old.save()
    assert [bool(candidate.asked_at) for candidate in who_can_help(topic, reader)] == [True]


def test_a_topic_without_themes_and_territories_has_no_candidates(reader):
    make_expert("water", territory=TerritoryFactory())
    assert names(make_topic(), reader) == []


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("audience", ["public", "group"])
def test_the_number_of_statements_does_not_grow_with_the_candidates(reader, number, audience):
    board, alsace = make_board(audience), TerritoryFactory()
    BoardMember.objects.create(board=board, user=reader)
    for i in range(number):
        firm = OrganisationFactory(territory=alsace)
        people = [
            make_expert("water", "energy", name=f"P{i}", organisation=firm, territory=alsace),
            make_expert(name=f"E{i}"),
        ]
        BoardMember.objects.bulk_create(BoardMember(board=board, user=person.user) for person in people)
        OrganisationEditor.objects.create(organisation=firm, user=people[1].user)
        water_sheet(title=f"Sheet {i}", owner=people[0].user, organisation=firm)
        make_solved(people[0].user)
    question = make_question(reader, board, themes=["water", "energy"], territories=[alsace])
    who_can_help(question, reader)
    topic = Topic.objects.select_related("board").get(pk=question.pk)
    with statements(f"experts: ranking on a {audience} board"):
        offered = who_can_help(topic, reader)
    assert len(offered) == min(5, 2 * number)
