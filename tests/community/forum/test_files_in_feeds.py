"""Feeds of topics and posts list attachments that visitors may fetch."""

import json

import pytest
from django.core.cache import cache

from community.forum.actions.moderating import hide_post
from community.forum.actions.posting import add_post, delete_post, edit_post
from community.forum.enums import BoardAudience
from community.forum.models import Post
from tests.factories.forum import make_board, make_topic
from tests.factories.people import UserFactory
from tests.factories.sheets import pdf, picture
from tests.reading import ATOM, atom
from tests.testing import read_to_the_end, statements
from website.core.forms.files import checked

pytestmark = pytest.mark.django_db
FEEDS = ("posts", "discussions")


def with_files(topic, *files, author=None) -> Post:
    return add_post(author or UserFactory(), topic, "Here they are.", [checked(file) for file in files])


def enclosures(client, name: str, query: str = "") -> list[dict]:
    """Return the enclosures of the Atom feed, in the order of its entries."""
    links = atom(client.get(f"/en/feeds/{name}.atom{query}")).findall(f"{ATOM}entry/{ATOM}link[@rel='enclosure']")
    return [dict(link.attrib) for link in links]


def files(client, name: str, query: str = "") -> list[list[dict]]:
    return [item["files"] for item in json.loads(client.get(f"/en/feeds/{name}.json{query}").content)["items"]]


@pytest.mark.parametrize("name", FEEDS)
def test_an_entry_lists_the_files_of_its_post(site, client, name):
    post = with_files(make_topic(), pdf("Flow sheet.pdf"), picture("Boiler.png"))
    document, photo = post.attachments.all()
    assert enclosures(client, name) == [
        {
            "rel": "enclosure",
            "type": "application/pdf",
            "length": str(document.size),
            "title": "Flow_sheet.pdf",
            "href": f"http://testserver/en/posts/files/{document.pk}/",
        },
        {
            "rel": "enclosure",
            "type": "image/png",
            "length": str(photo.size),
            "title": "Boiler.png",
            "href": f"http://testserver/en/posts/files/{photo.pk}/",
        },
    ]
    assert files(client, name)[0] == [
        {
            "url": f"http://testserver/en/posts/files/{document.pk}/",
            "name": "Flow_sheet.pdf",
            "type": "application/pdf",
            "size": document.size,
        },
        {
            "url": f"http://testserver/en/posts/files/{photo.pk}/",
            "name": "Boiler.png",
            "type": "image/png",
            "size": photo.size,
        },
    ]


def test_enclosures_match_the_served_files(site, client):
    with_files(make_topic(), pdf("Flow.pdf"), picture("Boiler.png"))
    for link in enclosures(client, "posts"):
        answer = client.get(link["href"])
        assert [answer["Content-Type"], answer["Content-Length"]] == [link["type"], link["length"]]
        read_to_the_end(answer)


def test_a_topic_comes_with_the_files_of_its_newest_post(site, client):
    topic = make_topic()
    with_files(topic, pdf("Old.pdf"))
    with_files(topic, pdf("New.pdf"))
    assert [link["title"] for link in enclosures(client, "discussions")] == ["New.pdf"]
    assert [link["title"] for link in enclosures(client, "posts", f"?topic={topic.pk}")] == ["New.pdf", "Old.pdf"]


def test_an_entry_without_files_names_none(site, client):
    make_topic()
    assert [enclosures(client, "posts"), files(client, "posts")] == [[], [[]]]


@pytest.mark.parametrize("name", FEEDS)
def test_hidden_deleted_waiting_and_restricted_posts_have_no_enclosures(site, client, settings, name):
    author, coordinator = UserFactory(), UserFactory(groups=["Coordinators"])
    topic = make_topic(author)
    hide_post(coordinator, with_files(topic, pdf("Hidden.pdf"), author=author))
    delete_post(author, with_files(topic, pdf("Deleted.pdf"), author=author))
    with_files(make_topic(board=make_board(first_posts_wait=True), author=coordinator), pdf("Waiting.pdf"))
    with_files(make_topic(board=make_board(BoardAudience.MEMBERS)), pdf("Members.pdf"))
    with_files(make_topic(author, make_board(BoardAudience.GROUP, members=[author])), pdf("Group.pdf"), author=author)
    assert Post.objects.exclude(attachments=None).count() == 5
    for reader in (None, author, coordinator):
        client.logout()
        if reader is not None:
            client.force_login(reader)
        assert enclosures(client, name) == []
        assert [row for item in files(client, name) for row in item] == []


@pytest.mark.parametrize("name", FEEDS)
def test_a_removed_file_leaves_the_feeds(site, client, name):
    author = UserFactory()
    post = with_files(make_topic(), pdf("Flow.pdf"), author=author)
    assert len(enclosures(client, name)) == 1
    edit_post(author, post, body="Without it.", removed=list(post.attachments.all()))
    assert enclosures(client, name) == []


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    "address", ["posts.atom", "posts.json", "discussions.atom", "discussions.json", "discussions.csv"]
)
def test_feeds_with_files_take_the_same_statements_however_many_there_are(site, client, number, address):
    for _ in range(number):
        with_files(make_topic(), *(pdf(f"{n}.pdf") for n in range(number)))
    client.get("/en/accounts/login/")
    cache.clear()
    client.get("/en/accounts/login/")
    with statements(f"feeds with files: {address}"):
        assert client.get(f"/en/feeds/{address}").status_code == 200
