"""Posts are stored without names and show present names that their readers may see."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation
from wagtail.models import Revision
from wagtail.search.models import IndexEntry

from community.forum.actions.drafts import save_draft
from community.forum.actions.moderating import hide_post
from community.forum.actions.posting import add_post, edit_post
from community.forum.enums import BoardAudience
from community.forum.models import Draft, Edit, Post, Topic
from community.forum.references import References
from community.forum.texts import for_editing, html_of, render_post
from community.knowledge.enums import TextKind
from community.members.actions import update_profile
from community.members.enums import Visibility
from community.members.models import Member
from community.moderation.actions.deciding import DecisionChoice, decide
from community.moderation.enums import DecisionAction, DecisionGround
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.knowledge import make_provenance
from tests.factories.people import MemberFactory, UserFactory
from tests.reading import texts
from tests.testing import statements
from website.notifications.models import Notification
from website.privacy.actions import erase_account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NAME, SLUG = "Kestenholz", "odile-kestenholz"


def make_odile(visibility: str):
    fields = {"first_name": "Odile", "last_name": NAME}
    return MemberFactory(
        slug=SLUG, visibility=visibility, **{f"user__{key}": value for key, value in fields.items()}
    ).user


@pytest.fixture
def odile(site):
    """A person whom members may see and visitors may not."""
    return make_odile("members")


@pytest.fixture
def writer(site):
    return MemberFactory(user__email="writer@example.org").user


def topic_naming(writer, person, board=None) -> Topic:
    """Create a topic where `writer` mentions Odile and quotes `person`."""
    topic = make_topic(writer, board, body=f"Ask @{SLUG}, she knows.")
    said = make_post(person, topic, "We use plates.")
    add_post(writer, topic, f"> #post-{said.pk}\n>\n> We use plates.\n\nThank you, @{SLUG}!")
    return Topic.objects.get(pk=topic.pk)


def page_of(client, topic) -> str:
    return client.get(topic.get_absolute_url()).content.decode()


def test_the_quote_button_writes_nobodys_name_into_the_text(client, odile, writer):
    topic = make_topic(writer)
    post = make_post(odile, topic, "We use **plates**.")
    client.force_login(writer)
    page = client.get(f"/en/discussions/{topic.pk}/reply/?quote={post.pk}")
    assert texts(page, "textarea") == [f"> #post-{post.pk} > > We use **plates**."]


def test_members_read_the_name_where_visitors_read_that_it_is_a_member(client, odile, writer):
    topic = topic_naming(writer, odile)
    page = page_of(client, topic)
    assert [NAME in page, SLUG in page, "Ask a member, she knows." in page] == [False, False, True]
    assert "A member wrote:" in page
    client.force_login(UserFactory())
    page = page_of(client, topic)
    link = f'<a href="/en/members/{SLUG}/" rel="noopener nofollow">@Odile {NAME}</a>'
    assert f"Ask {link}, she knows." in page
    assert f"Odile {NAME} wrote:</a>" in page


def test_what_is_stored_names_nobody(odile, writer):
    topic = topic_naming(writer, odile)
    edit_post(writer, topic.posts.first(), f"Do ask @{SLUG}.")
    stored = [*Post.objects.values_list("body", "stored_html", "stored_text"), *Edit.objects.values_list("body")]
    assert [word in repr(stored) for word in (NAME, SLUG)] == [False, False]
    assert f"@member:{odile.pk}" in repr(stored)
    assert [mention.user for mention in topic.posts.first().mentions.all()] == [odile]


def test_public_lists_and_feeds_do_not_name_a_person_whom_only_members_may_see(client, odile, writer):
    topic = topic_naming(writer, odile)
    for address in ("posts.atom", "posts.json", "discussions.atom", "discussions.csv", "discussions.json"):
        assert NAME not in client.get(f"/en/feeds/{address}").content.decode()
    assert "Thank you, a member!" in client.get("/en/feeds/discussions.atom").content.decode()
    for address in ("/en/exchange/", topic.board.get_absolute_url(), f"/en/report/post/{topic.last_post_id}/"):
        page = client.get(address).content.decode()
        assert ["Thank you, a member!" in page, NAME in page] == [True, False]


def test_lists_name_people_to_members_and_people_with_a_public_entry_to_everybody(client, writer):
    topic = topic_naming(writer, make_odile("public"))
    assert f"Thank you, @Odile {NAME}!" in client.get("/en/feeds/posts.json").content.decode()
    update_profile(Member.objects.get(slug=SLUG), visibility=Visibility.MEMBERS)
    assert NAME not in client.get("/en/feeds/posts.json").content.decode()
    client.force_login(UserFactory())
    for address in ("/en/exchange/", topic.board.get_absolute_url(), f"/en/report/post/{topic.last_post_id}/"):
        assert f"Thank you, @Odile {NAME}!" in client.get(address).content.decode()


def test_posts_follow_changes_of_a_name_and_of_its_visibility(client, odile, writer):
    topic = topic_naming(writer, odile)
    client.force_login(UserFactory())
    assert NAME in page_of(client, topic)
    odile.last_name = "Zumstein"
    odile.save()
    page = page_of(client, topic)
    assert [NAME in page, "@Odile Zumstein" in page, "Odile Zumstein wrote:" in page] == [False, True, True]
    update_profile(Member.objects.get(user=odile), visibility=Visibility.NOBODY)
    page = page_of(client, topic)
    assert ["Zumstein" in page, SLUG in page, "A member wrote:" in page] == [False, False, True]


@pytest.mark.parametrize(("language", "words"), [("fr", "a écrit"), ("de", "schrieb:"), ("nl", "schreef:")])
def test_the_line_above_a_quotation_is_in_the_readers_language(client, odile, writer, language, words):
    topic = topic_naming(writer, odile)
    client.force_login(UserFactory())
    with translation.override(language):
        assert f"Odile {NAME} {words}" in page_of(client, topic)


def test_a_quotation_links_to_its_post_only_if_all_readers_may_read_that_post(client, odile, writer):
    closed = make_board(BoardAudience.MEMBERS)
    said = make_post(odile, make_topic(odile, closed), "We use plates.")
    inside = make_topic(writer, make_board(BoardAudience.MEMBERS), body=f"> #post-{said.pk}\n>\n> We use plates.")
    outside = make_topic(writer, body=f"> #post-{said.pk}\n>\n> We use plates.")
    client.force_login(UserFactory())
    assert f'<a href="/en/posts/{said.pk}/" rel="noopener nofollow">Odile {NAME} wrote:</a>' in page_of(client, inside)
    page = page_of(client, outside)
    assert ["A member wrote:" in page, NAME in page, f"/posts/{said.pk}/" in page] == [True, False, False]


def test_a_quotation_of_a_hidden_or_missing_post_names_nobody(client, odile, writer):
    topic = topic_naming(writer, odile)
    make_post(writer, topic, "> #post-987654\n> Invented")
    hide_post(UserFactory(groups=["Coordinators"]), topic.posts.get(author=odile))
    client.force_login(UserFactory())
    assert texts(client.get(topic.get_absolute_url()), "blockquote") == [
        "A member wrote:We use plates.",
        "A member wrote: Invented",
    ]


def test_a_preview_names_only_people_and_quoted_authors_that_its_writer_may_see(client, odile, writer):
    said = make_post(odile, make_topic(odile), "We use plates.")
    secret = make_topic(odile, make_board(BoardAudience.GROUP, members=[odile]), body="Secret").last_post
    client.force_login(writer)
    body = f"> #post-{said.pk}\n>\n> We use plates.\n\n> #post-{secret.pk}\n>\n> Secret\n\nAsk @{SLUG}"
    page = client.post("/en/posts/preview/", {"body": body})
    assert texts(page, "blockquote") == [f"Odile {NAME} wrote:We use plates.", "A member wrote:Secret"]
    assert f"@Odile {NAME}" in page.content.decode()


def test_the_edit_form_shows_names_as_typed_and_saving_them_unchanged_is_no_edit(client, odile, writer):
    post = make_topic(writer, body=f"Ask @{SLUG}.\n\n    @{SLUG} in code").last_post
    client.force_login(writer)
    assert texts(client.get(f"/en/posts/{post.pk}/edit/"), "textarea") == [f"Ask @{SLUG}. @{SLUG} in code"]
    edit_post(writer, post, for_editing(post.body, writer))
    assert not Edit.objects.exists()
    update_profile(Member.objects.get(user=odile), visibility=Visibility.NOBODY)
    edit_post(writer, post, for_editing(post.body, writer) + "\n\nPlease.")
    post.refresh_from_db()
    assert post.body.startswith(f"Ask @member:{odile.pk}.")


def test_a_draft_stores_no_name_and_shows_it_to_its_writer(client, odile, writer):
    topic = make_topic()
    save_draft(writer, f"topic-{topic.pk}", body=f"Ask @{SLUG}")
    assert Draft.objects.get().body == f"Ask @member:{odile.pk}"
    client.force_login(writer)
    assert texts(client.get(topic.get_absolute_url()), "textarea") == [f"Ask @{SLUG}"]
    assert f"Ask @Odile {NAME}" in client.get("/en/my/drafts/").content.decode()


def test_a_mail_names_people_in_its_text_and_its_html(odile, writer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        topic_naming(writer, odile)
    last = [message for message in mail.outbox if message.to == [odile.email]][-1]
    assert f"Thank you, @Odile {NAME}!" in last.body
    assert 'Thank you, <a href="http' in last.alternatives[0][0]
    line = last.body[last.body.index("> ") :].splitlines()[0]
    assert line == f"> Odile {NAME} a écrit\N{NO-BREAK SPACE}:"


def test_moderators_change_a_post_without_losing_its_references(client, odile, writer):
    moderator = UserFactory(groups=["Coordinators"])
    post = topic_naming(writer, odile).posts.first()
    client.force_login(moderator)
    page = client.get(f"/en/my/moderation/post/{post.pk}/")
    assert f"Ask @{SLUG}, she knows." in texts(page, "textarea")
    choice = DecisionChoice(
        DecisionAction.EDIT, ground=DecisionGround.PERSONAL_DATA, clause="2", words="No names.", text=f"Ask @{SLUG}."
    )
    decision = decide(moderator, post, choice, seen=None)
    post.refresh_from_db()
    assert decision.text_before == f"Ask @member:{odile.pk}, she knows."
    assert decision.text_after == post.body == f"Ask @member:{odile.pk}."


def test_a_mention_within_a_quotation_notifies_nobody(odile, writer):
    post = make_topic(writer, body=f"> @{SLUG} knows\n\nWho else?").last_post
    assert not post.mentions.exists()
    assert f"@member:{odile.pk}" in post.body


@pytest.mark.parametrize(
    "body",
    [
        '<span data-person="1"></span>',
        '`<span data-person="1"></span>`',
        "[x](/y '<span data-person=\"1\"></span>')",
        '[x](/y "<span data-post=\\"1\\"></span>")',
        "&lt;span data-person=&quot;1&quot;&gt;&lt;/span&gt;",
    ],
)
def test_no_typed_text_makes_a_placeholder(body):
    shown = References().html(html_of(body))
    assert ["a member" in shown, "A member wrote" in shown] == [False, False]


def test_names_in_the_page_are_escaped(client, writer):
    MemberFactory(slug=SLUG, user__first_name="<script>", user__last_name="alert(1)</script>")
    topic = make_topic(writer, body=f"Ask @{SLUG} or [@{SLUG}](/fr/)")
    page = page_of(client, topic)
    assert ["<script>alert" in page, page.count("@&lt;script&gt; alert(1)&lt;/script&gt;")] == [False, 2]


@pytest.mark.parametrize("number", [1, 3])
def test_names_take_two_statements_however_many_there_are(client, writer, number):
    people = [MemberFactory(slug=f"person-{place}").user for place in range(number)]
    topic = make_topic(writer)
    for place, person in enumerate(people):
        said = make_post(person, topic, "Plates.")
        add_post(writer, topic, f"> #post-{said.pk}\n>\n> Plates.\n\nThank you, @person-{place}")
    rows = Post.objects.filter(topic=topic).select_related("topic__board").as_seen_at(Visibility.PUBLIC)
    with statements("forum: posts that name people"):
        assert sum("wrote:" in post.html and "@Camille" in post.html for post in rows) == number


def test_posts_without_references_take_no_statement_for_them(writer):
    topic = make_topic(writer)
    with statements("forum: posts that name nobody"):
        list(Post.objects.filter(topic=topic).as_seen_at(Visibility.PUBLIC))


def outputs(client, topic: Topic, provenances, reader) -> dict[str, str]:
    """Return all pages, feeds and stored rows that contain texts of the topic, by name."""
    addresses = [
        topic.get_absolute_url(), topic.board.get_absolute_url(), "/en/exchange/", f"/en/search/?q={NAME}",
        reverse("post_history", args=[topic.posts.first().pk]), "/en/my/notifications/",
        *(f"/en/feeds/{name}" for name in ("posts.atom", "posts.json", "discussions.atom", "discussions.csv")),
    ]  # fmt: skip
    found = {}
    for user in (None, reader):
        client.logout()
        if user:
            client.force_login(user)
        for address in addresses:
            answer = client.get(address, follow=True)
            found[f"{address} for {user}"] = answer.content.decode().replace(f"?q={NAME}", "").replace(f'"{NAME}"', "")
    rows = [*Post.objects.values_list("body", "stored_html", "stored_text"), *Edit.objects.values_list("body")]
    found["stored"] = repr(
        [rows, list(Draft.objects.values_list("body")), list(Notification.objects.values_list("data"))]
    )
    found["index"] = repr(list(IndexEntry.objects.values()))
    pages = [str(page.pk) for provenance in provenances for page in provenance.text.pages.all()]
    found["drafts of texts"] = repr(list(Revision.objects.filter(object_id__in=pages).values_list("content")))
    return found


def test_an_erased_person_is_named_nowhere(client, odile, writer):
    topic, reader = topic_naming(writer, odile), MemberFactory().user
    add_post(writer, topic, f"@{topic.posts.last().author.member.slug} and @{SLUG}, again")
    edit_post(writer, topic.posts.first(), f"Do ask @{SLUG}.")
    save_draft(writer, f"topic-{topic.pk}", body=f"Ask @{SLUG}")
    chosen = list(topic.posts.filter(author=writer).values_list("pk", flat=True))
    editor = UserFactory(groups=["Editors"])
    provenances = [
        make_provenance(writer, topic, posts=chosen),
        make_provenance(editor, topic, TextKind.ANSWER, posts=chosen),
    ]
    assert any(NAME in words for words in outputs(client, topic, provenances, reader).values())
    erase_account(odile)
    mail.outbox.clear()
    found = outputs(client, topic, provenances, reader)
    assert [place for place, words in found.items() if NAME in words or SLUG in words] == []
    client.force_login(reader)
    page = page_of(client, topic)
    assert ["Do ask a former member." in page, "A former member wrote:" in page] == [True, True]
    history = client.get(reverse("post_history", args=[topic.posts.first().pk])).content.decode()
    assert "Ask a former member, she knows." in history


def test_a_text_that_refers_to_somebody_is_searched_without_the_reference(odile, writer):
    text = render_post(f"Ask @{SLUG} about pumps", writer)
    assert Post(stored_text=text.text).searched_text.split() == ["Ask", "about", "pumps"]
