"""Topics and their lists are cached for readers who see the same, with a constant number of statements."""

import pytest

from community.forum.actions.moderating import hide_post
from community.forum.actions.posting import add_post, thank
from community.forum.actions.reading import mark_read
from community.forum.models import Topic
from experiences.sheets.models import SheetPage
from tests.factories.forum import long_topic, make_board, make_post, make_topic
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.sheets import pdf, picture
from tests.factories.topics import OrganisationFactory
from tests.reading import elements, texts
from tests.statement_counts import COUNTS
from tests.testing import statements
from website.core.forms.files import checked

pytestmark = pytest.mark.django_db
LIST = "/en/exchange/"
# A visitor's page of a topic: the topic with its board, and the versions of what is cached of it; for the first time
# its posts with their people and files, who takes part, what is cited, in all and by these posts, what it became, its
# themes and territories. Members have marks, drafts, follows and notifications of their own.
READINGS = ("first", "kept")


def shown_posts(response) -> list[str]:
    return [item["id"] for item in elements(response, "li") if "post" in item.get("class", "").split()]


@pytest.mark.parametrize("number", [20, 2000])
def test_a_page_of_a_topic_takes_the_same_statements_however_long_it_is(site, client, number):
    topic = long_topic(number)
    client.get(make_topic().get_absolute_url())
    for reading in READINGS:
        with statements(f"forum: a topic, {reading}"):
            response = client.get(f"{topic.get_absolute_url()}?page={number // 20}")
        assert len(shown_posts(response)) == 20


def test_a_cached_topic_changes_with_its_posts_and_with_the_names_it_shows(site, client):
    member = MemberFactory(user__first_name="Odile", user__last_name="Kestenholz")
    topic = make_topic(member.user)
    assert "Kestenholz" in client.get(topic.get_absolute_url()).content.decode()
    member.visibility = "members"
    member.save()
    assert "Kestenholz" not in client.get(topic.get_absolute_url()).content.decode()
    make_post(topic=topic, body="A second post")
    assert "A second post" in client.get(topic.get_absolute_url()).content.decode()
    client.force_login(member.user)
    assert "Kestenholz" in client.get(topic.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [20, 2000])
def test_a_page_of_a_topic_takes_the_same_statements_for_a_member_however_long_it_is(site, client, number):
    topic = long_topic(number)
    client.force_login(UserFactory())
    address = f"{topic.get_absolute_url()}?page={number // 20}"
    client.get(address)
    Topic.objects.filter(pk=topic.pk).update(is_pinned=True)
    for reading in READINGS:
        # On the first page of a question a member also finds who can help with its themes.
        panel = COUNTS[f"forum: who can help, {reading}"] if number == 20 else 0
        with statements(f"forum: a topic for a member, {reading}", plus=panel):
            response = client.get(address)
        assert len(shown_posts(response)) == 20


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_topics_takes_the_same_statements_however_long_it_is(site, client, number):
    board = make_board()
    for _ in range(number):
        make_topic(MemberFactory().user, board)
    client.get(LIST)
    address = f"{LIST}?kind=question&board={board.slug}"
    for reading in READINGS:
        with statements(f"forum: the list, {reading}"):
            assert len(texts(client.get(address), "article")) == number
    client.force_login(UserFactory())
    client.get(LIST)
    for reading in READINGS:
        with statements(f"forum: the list for a member, {reading}"):
            assert len(texts(client.get(address), "article")) == number


@pytest.mark.parametrize("number", [1, 3])
def test_cards_and_files_under_posts_take_the_same_statements_however_many_there_are(site, client, number):
    topic = make_topic()
    for place in range(number):
        sheet, firm = make_page(SheetPage, title=f"Steam {place}"), OrganisationFactory(slug=f"firm-{place}")
        words = f"[a]({sheet.url}) [b](/fr/organisations/{firm.slug}/)"
        add_post(UserFactory(), topic, words, [checked(pdf()), checked(picture())])
    client.force_login(UserFactory())
    client.get(topic.get_absolute_url())
    Topic.objects.filter(pk=topic.pk).update(is_pinned=True)
    with statements("forum: a topic with cards and files"):
        page = client.get(topic.get_absolute_url())
    assert len([tag for tag in elements(page, "ul") if tag.get("class") == "post-cards"]) == number
    assert len([tag for tag in elements(page, "ul") if tag.get("class") == "downloads"]) == number


@pytest.fixture
def read(client):
    """`read(user, address)` returns the page as that user sees it."""

    def page(user, address: str) -> str:
        client.force_login(user)
        return client.get(address).content.decode()

    return page


def test_a_cached_list_names_no_boards_and_topics_to_people_who_may_not_read_them(site, client, read):
    insider, outsider = UserFactory(), UserFactory()
    group = make_board("group", members=[insider], name_en="The price of steam")
    make_topic(insider, group, title="31 euros a tonne")
    make_topic(title="Who has pallets?")
    inside, outside = read(insider, LIST), read(outsider, LIST)
    assert ("The price of steam" in inside, "31 euros" in inside, "2 topics" in inside) == (True, True, True)
    assert ("The price of steam" in outside, "31 euros" in outside, "2 topics" in outside) == (False, False, False)
    assert "Who has pallets?" in outside
    assert "31 euros" in read(insider, LIST)


def test_somebody_who_leaves_a_group_is_not_shown_it_any_more(site, read):
    person = UserFactory()
    group = make_board("group", members=[person], name_en="The price of steam")
    assert "The price of steam" in read(person, LIST)
    group.memberships.get(user=person).delete()
    assert "The price of steam" not in read(person, LIST)


def test_a_card_is_new_to_one_reader_and_not_to_another(site, read):
    topic = make_topic()
    reader, newcomer = UserFactory(), UserFactory()
    post = make_post(topic=topic)
    mark_read(reader, topic, post.position)
    assert [text.count("is-alarm") for text in (read(newcomer, LIST), read(reader, LIST), read(newcomer, LIST))] == [
        1,
        0,
        1,
    ]


@pytest.mark.usefixtures("english")
def test_what_a_moderator_reads_of_a_hidden_post_is_cached_for_nobody(site, read):
    moderator, author, member = UserFactory(), UserFactory(), UserFactory()
    topic = make_topic(board=make_board(moderators=[moderator]))
    hide_post(moderator, make_post(author, topic, "31 euros a tonne"))
    address = topic.get_absolute_url()
    assert ["31 euros" in read(user, address) for user in (moderator, author, member, moderator)] == [
        True,
        True,
        False,
        True,
    ]
    assert ["Moderate" in read(user, address) for user in (moderator, member)] == [True, False]


@pytest.mark.usefixtures("english")
def test_thanks_and_marks_are_each_readers_own(site, read):
    thankful, other, newcomer = UserFactory(), UserFactory(), UserFactory()
    topic = make_topic()
    post = make_post(topic=topic)
    thank(thankful, post)
    address = topic.get_absolute_url()
    assert ['aria-pressed="true"' in read(user, address) for user in (thankful, other)] == [True, False]
    assert [read(user, address).count("is-alarm") for user in (other, newcomer)] == [0, 2]


def test_a_name_that_is_withdrawn_leaves_what_members_are_shown(site, read):
    member, reader = MemberFactory(user__last_name="Kestenholz"), UserFactory()
    topic = make_topic(member.user)
    assert ["Kestenholz" in read(reader, address) for address in (LIST, topic.get_absolute_url())] == [True, True]
    member.visibility = "nobody"
    member.save()
    assert ["Kestenholz" in read(reader, address) for address in (LIST, topic.get_absolute_url())] == [False, False]
