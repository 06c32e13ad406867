"""Members start topics, answer, quote, mention, edit, delete, thank and accept answers."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.forum.actions.moderating import lock, show_post
from community.forum.actions.posting import accept_answer, add_post, delete_post, edit_post, restore_post, thank
from community.forum.enums import BoardAudience, State
from community.forum.models import Board, Citation, Edit, Mention, Post, Topic
from community.forum.models.posts import RESTORABLE_FOR
from experiences.sheets.models import SheetPage
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from tests.reading import elements, texts
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def amelie(site):
    return MemberFactory(user__first_name="Amélie", user__last_name="Weber", slug="amelie-weber").user


@pytest.fixture
def jonas(site):
    return MemberFactory(user__first_name="Jonas", user__last_name="Becker", slug="jonas-becker").user


def answers(client, topic, body):
    return client.post(f"/en/discussions/{topic.pk}/reply/", {"body": body})


def test_a_member_starts_a_topic_with_the_form(client, amelie):
    board, theme = make_board(name_en="Heat"), Theme.objects.first()
    client.force_login(amelie)
    form = client.get("/en/discussions/new/", {"board": board.slug})
    assert [option["value"] for option in elements(form, "option") if "selected" in option] == [board.slug, "en"]
    sent = {"board": board.slug, "kind": "question", "title": "Who uses condensate?", "body": "We have **much**."}
    answer = client.post("/en/discussions/new/", {**sent, "language": "en", "themes": [theme.pk]})
    topic = Topic.objects.get()
    assert [answer.status_code, answer.url] == [302, topic.get_absolute_url()]
    assert [topic.author, topic.post_count, list(topic.themes.all())] == [amelie, 1, [theme]]
    page = client.get(answer.url)
    assert texts(page, "h1") == ["Who uses condensate?"]
    assert "<strong>much</strong>" in page.content.decode()


def test_an_invalid_form_is_shown_again_with_its_text(client, amelie):
    make_board()
    client.force_login(amelie)
    answer = client.post("/en/discussions/new/", {"title": "Who uses condensate?", "body": "Long words"})
    assert answer.status_code == 400
    assert [f.get("value") for f in elements(answer, "input") if f.get("name") == "title"] == ["Who uses condensate?"]
    assert texts(answer, "textarea") == ["Long words"]
    assert not Topic.objects.exists()


def test_a_board_that_i_may_not_see_is_no_choice(client, amelie):
    secret = make_board(BoardAudience.GROUP)
    client.force_login(amelie)
    sent = {"board": secret.slug, "kind": "talk", "title": "In", "body": "Hello", "language": "en"}
    assert client.post("/en/discussions/new/", sent).status_code == 400
    assert not Topic.objects.exists()


def test_a_question_about_a_page_has_it_as_target_and_takes_its_themes(client, amelie):
    make_board()
    theme = Theme.objects.first()
    sheet = make_page(SheetPage, title="Steam for the brewery", themes=[theme])
    client.force_login(amelie)
    address = f"/en/discussions/new/?about={sheet.url}"
    form = client.get(address)
    assert "Steam for the brewery" in form.content.decode()
    checked = [f["value"] for f in elements(form, "input") if f.get("name") == "themes" and "checked" in f]
    assert checked == [str(theme.pk)]
    board = elements(form, "option")[0]["value"]
    client.post(address, {"board": board, "kind": "question", "title": "And then?", "body": "How?", "language": "en"})
    topic = Topic.objects.get()
    assert topic.target == sheet.text
    assert "Steam for the brewery" in client.get(topic.get_absolute_url()).content.decode()


def test_an_answer_is_added_to_its_topic(client, amelie, jonas):
    topic = make_topic(amelie)
    client.force_login(jonas)
    answer = answers(client, topic, "A plate heat exchanger.")
    post = Post.objects.get(author=jonas)
    assert [answer.status_code, answer.url] == [302, f"{topic.get_absolute_url()}#post-{post.pk}"]
    topic.refresh_from_db()
    assert [topic.post_count, topic.newest_position, topic.last_post] == [2, 2, post]


def test_an_empty_answer_says_so_and_sends_nothing(client, amelie):
    topic = make_topic(amelie)
    client.force_login(amelie)
    assert answers(client, topic, "  ").status_code == 400
    assert Post.objects.count() == 1


def test_an_answer_to_a_topic_closed_in_the_meantime_is_refused_with_its_text(client, amelie, jonas):
    topic = make_topic(amelie)
    lock(UserFactory(groups=["Coordinators"]), topic, True)
    client.force_login(jonas)
    answer = answers(client, topic, "My long answer")
    assert answer.status_code == 409
    assert texts(answer, "textarea") == ["My long answer"]


def test_a_quotation_refers_to_a_post_that_the_writer_may_read(client, amelie, jonas):
    topic = make_topic(amelie)
    hidden = make_post(jonas, topic, "Nobody reads that")
    Post.objects.filter(pk=hidden.pk).update(state=State.HIDDEN)
    client.force_login(UserFactory())
    address = f"/en/discussions/{topic.pk}/reply/?quote="
    assert texts(client.get(f"{address}{topic.last_post_id}"), "textarea") == [
        f"> #post-{topic.last_post_id} > > We have 12,000 m³ of it a year."
    ]
    for wrong in (hidden.pk, 10**20, "x", "²"):
        assert texts(client.get(f"{address}{wrong}"), "textarea") == [""]


def test_names_and_links_are_found_in_what_is_written(amelie, jonas):
    sheet, firm = make_page(SheetPage, title="Steam"), OrganisationFactory(slug="brasserie")
    body = (
        f"@jonas-becker knows [it]({sheet.url}), so do [they](/fr/organisations/brasserie/). Write to a@jonas-becker."
    )
    post = make_topic(amelie, body=f"{body}\n\n    @jonas-becker in code").last_post
    assert post.stored_html.count(f'<span data-person="{jonas.pk}"></span>') == 1
    assert f"@member:{jonas.pk} knows" in post.body
    assert "@jonas-becker in code" in post.body
    assert [mention.user for mention in Mention.objects.all()] == [jonas]
    assert {citation.target for citation in Citation.objects.all()} == {sheet.text, firm}


def test_people_whom_the_writer_may_not_find_are_not_mentioned(amelie):
    MemberFactory(slug="hidden-one", visibility="nobody")
    modest = MemberFactory(slug="modest-one", visibility="members")
    post = make_topic(amelie, body="@hidden-one and @modest-one and @nobody-at-all").last_post
    assert (
        post.stored_html == f'<p>@hidden-one and <span data-person="{modest.user_id}"></span> and @nobody-at-all</p>\n'
    )
    assert [mention.user for mention in post.mentions.all()] == [modest.user]


def test_a_link_to_elsewhere_is_no_citation(amelie):
    make_page(SheetPage, slug="vapeur")
    make_topic(amelie, body="[x](https://elsewhere.example/fr/fiches/vapeur/) [y](/fr/nowhere/) [z](//[) [q](/fr/%zz/)")
    assert not Citation.objects.exists()


def test_scripts_and_images_are_removed_from_posts(amelie):
    post = make_topic(
        amelie, body="<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://e.example/i.png)"
    ).last_post
    assert [word in post.html for word in ("<script", "<a", "<img")] == [False, False, False]


def test_the_history_of_an_edited_post_is_visible(client, amelie, jonas):
    topic = make_topic(amelie, body="We have 1,000 m³")
    post = topic.last_post
    client.force_login(amelie)
    answer = client.post(f"/en/posts/{post.pk}/edit/", {"body": "We have 12,000 m³", "reason": "A zero was missing"})
    assert answer.url == f"{topic.get_absolute_url()}#post-{post.pk}"
    client.force_login(jonas)
    history = client.get(f"/en/posts/{post.pk}/history/").content.decode()
    assert ["We have 1,000 m³" in history, "A zero was missing" in history] == [True, True]


def test_saving_the_same_text_is_no_edit(amelie):
    post = make_topic(amelie).last_post
    edit_post(amelie, post, post.body)
    assert [Edit.objects.count(), Post.objects.get().edited_at] == [0, None]


def test_nobody_may_change_somebody_elses_post(amelie, jonas):
    post = make_topic(amelie).last_post
    for act in (
        lambda: edit_post(jonas, post, "x"),
        lambda: delete_post(jonas, post),
        lambda: restore_post(jonas, post),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_deletion_can_be_taken_back_for_ten_minutes(client, amelie, jonas):
    topic = make_topic(amelie)
    post = make_post(jonas, topic, "A secret of ours")
    client.force_login(jonas)
    client.post(f"/en/posts/{post.pk}/delete/")
    assert Topic.objects.get().post_count == 1
    assert "A secret of ours" not in client.get("/en/feeds/posts.atom").content.decode()
    client.post(f"/en/posts/{post.pk}/restore/")
    assert [Topic.objects.get().post_count, Topic.objects.get().last_post] == [2, post]
    delete_post(jonas, post)
    Post.objects.filter(pk=post.pk).update(deleted_at=timezone.now() - RESTORABLE_FOR)
    assert client.post(f"/en/posts/{post.pk}/restore/").status_code == 403


def test_a_deleted_post_keeps_its_place_but_not_its_text(client, amelie, jonas):
    topic = make_topic(amelie)
    gone, after = make_post(jonas, topic, "A secret of ours"), make_post(amelie, topic, "Thank you")
    delete_post(jonas, gone)
    page = client.get(topic.get_absolute_url())
    assert "A secret of ours" not in page.content.decode()
    assert [li["id"] for li in elements(page, "li") if "post" in li.get("class", "").split()] == [
        f"post-{pk}" for pk in (topic.last_post_id, gone.pk, after.pk)
    ]


def test_thanks_count_once_each_and_can_be_taken_back(client, amelie, jonas):
    post = make_topic(amelie).last_post
    thank(jonas, post)
    thank(jonas, post)
    assert post.thanks.count() == 1
    client.force_login(jonas)
    client.post(f"/en/posts/{post.pk}/thank/")
    assert post.thanks.count() == 0
    with pytest.raises(PermissionDenied):
        thank(amelie, post)


def test_the_author_of_a_question_accepts_an_answer(client, amelie, jonas):
    topic = make_topic(amelie)
    post = make_post(jonas, topic)
    client.force_login(amelie)
    client.post(f"/en/posts/{post.pk}/accept/")
    topic.refresh_from_db()
    assert topic.accepted_post == post
    assert "Answered" in texts(client.get("/en/exchange/"), "span")
    client.post(f"/en/posts/{post.pk}/accept/")
    topic.refresh_from_db()
    assert topic.accepted_post is None


def test_only_an_answer_in_ones_own_question_can_be_accepted(amelie, jonas):
    topic, other = make_topic(amelie), make_topic(amelie)
    for post in (topic.last_post, make_post(jonas, other)):
        with pytest.raises(PermissionDenied):
            accept_answer(amelie, topic, post)
    with pytest.raises(PermissionDenied):
        accept_answer(jonas, topic, make_post(jonas, topic))
    with pytest.raises(PermissionDenied):
        accept_answer(amelie, make_topic(amelie, kind="talk"), make_post(jonas, topic))


@pytest.mark.usefixtures("english")
def test_the_first_posts_of_a_new_member_wait_if_the_board_requires_it(client, amelie):
    moderator = UserFactory()
    board = make_board(first_posts_wait=1, moderators=[moderator])
    topic = make_topic(amelie, board, title="Is this thing on?")
    assert [topic.state, topic.post_count, topic.posts.get().position] == ["waiting", 0, None]
    assert "Is this thing on?" not in client.get(board.get_absolute_url()).content.decode()
    assert client.get(topic.get_absolute_url()).status_code == 404
    client.force_login(amelie)
    assert "Waiting for a moderator" in texts(client.get(topic.get_absolute_url()), "h2")
    show_post(moderator, topic.posts.get())
    topic.refresh_from_db()
    assert [topic.state, topic.post_count, topic.posts.get().position] == ["shown", 1, 1]
    assert make_post(amelie, topic).state == State.SHOWN


def test_deleting_a_waiting_topic_leaves_no_rows(amelie):
    topic = make_topic(amelie, make_board(first_posts_wait=1))
    delete_post(amelie, topic.posts.get())
    assert [Topic.objects.count(), Post.objects.count()] == [0, 0]


def test_an_answer_to_a_merged_topic_is_added_to_the_topic_it_was_merged_into(amelie, jonas):
    topic, into = make_topic(amelie), make_topic(amelie)
    Topic.objects.filter(pk=topic.pk).update(merged_into=into)
    assert add_post(jonas, topic, "Here").topic == into


def test_a_preview_shows_and_sends_nothing(client, amelie):
    make_board()
    client.force_login(amelie)
    page = client.post("/en/posts/preview/", {"body": "**much**"})
    assert "<strong>much</strong>" in page.content.decode()
    assert not Post.objects.exists()
    assert client.post("/en/posts/preview/", {"body": ""}).status_code == 200


def test_a_preview_needs_no_board_that_the_writer_may_use(client, amelie):
    closed = make_board(BoardAudience.GROUP)
    make_topic(UserFactory(groups=["Coordinators"]), closed)
    MemberFactory(user__first_name="Odile", user__last_name="Roth", slug="odile-roth", visibility="nobody")
    Board.objects.exclude(pk=closed.pk).delete()
    client.force_login(amelie)
    for sent in ({}, {"board": closed.slug}, {"board": "none"}, {"draft": "post-999"}):
        page = client.post("/en/posts/preview/", {"body": "Ask @odile-roth and @amelie-weber", **sent})
        assert page.status_code == 200
        html = page.content.decode()
        assert ("Odile Roth" in html, "Amélie Weber" in html) == (False, True)


def test_a_topic_has_no_target_that_its_author_may_not_see(client, amelie):
    board, closed = make_board(), make_board(BoardAudience.GROUP)
    hidden = make_topic(UserFactory(groups=["Coordinators"]), closed, title="Strictly between us")
    client.force_login(amelie)
    address = f"/en/discussions/new/?about=/en/discussions/{hidden.pk}/"
    assert "Strictly between us" not in client.get(address).content.decode()
    sent = {"board": board.slug, "kind": "question", "title": "Hm", "body": "Hm hm", "language": "en"}
    client.post(address, sent)
    assert Topic.objects.get(title="Hm").target is None
    with pytest.raises(PermissionDenied):
        make_topic(amelie, board, target=hidden)
    assert make_topic(amelie, board, target=Topic.objects.get(title="Hm")).target.title == "Hm"
