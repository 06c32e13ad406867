"""Creation of the draft of a sheet, a tool or an FAQ answer from a topic."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from community.forum.actions.attachments import add_attachments
from community.forum.actions.moderating import hide_post
from community.forum.actions.posting import accept_answer, delete_post, thank
from community.knowledge.actions import create_text
from community.knowledge.candidate_posts import candidate_posts
from community.knowledge.enums import TextKind
from community.knowledge.models import Contribution, Provenance
from experiences.sheets.models import SheetPage
from experiences.sheets.models.page import TEXT_LENGTH
from tests.factories.forum import make_board, make_post
from tests.factories.knowledge import make_person, make_provenance, make_talk
from tests.factories.people import UserFactory
from tests.factories.sheets import pdf, picture
from tests.factories.topics import TerritoryFactory
from tests.reading import elements
from website.faq.models import AnswerPage
from website.library.models import ToolPage
from website.notifications.models import Notification
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


def post_keys(topic) -> list[int]:
    return list(topic.posts.values_list("pk", flat=True))


def test_a_sheet_has_the_question_as_its_context_and_the_answers_with_their_authors(site):
    themes, places = list(Theme.objects.filter(slug="water")), [TerritoryFactory()]
    asker, answerer = make_person(), make_person()
    topic = make_talk(asker, [answerer], themes=themes, territories=places)
    provenance = make_provenance(asker, topic)
    sheet = SheetPage.objects.get(pk=provenance.page.pk).get_latest_revision_as_object()
    assert (sheet.owner, sheet.live, sheet.locale.language_code) == (asker, False, "en")
    assert sheet.context == "We have 12,000 m³ of it a year."
    assert sheet.implementation == f"{answerer.get_full_name()} wrote:\n\nA plate heat exchanger, number 0."
    assert (list(sheet.themes.all()), list(sheet.territories.all())) == (themes, places)
    assert [(contribution.user, contribution.answer) for contribution in provenance.contributions.order_by("pk")] == [
        (asker, "named"),
        (answerer, "asked"),
    ]


@pytest.mark.parametrize(("kind", "model"), [(TextKind.TOOL, ToolPage), (TextKind.ANSWER, AnswerPage)])
def test_a_tool_or_an_answer_is_a_draft_in_the_section_of_the_topics_language(site, kind, model):
    editor, answerer = UserFactory(groups=["Editors"]), make_person(user__last_name="O'Neill & fils")
    topic = make_talk(None, [answerer])
    make_post(answerer, topic, "It **works**, see [the list](/en/tools/).\n\n<script>alert(1)</script>")
    page = model.objects.get(pk=make_provenance(editor, topic, kind).page.pk).get_latest_revision_as_object()
    assert (page.owner, page.live, page.get_parent().locale.language_code) == (editor, False, "en")
    paragraphs = [block.value.source for block in page.body]
    assert paragraphs[0] == "<p>We have 12,000 m³ of it a year.</p>\n"
    assert paragraphs[1] == "<p>Camille O&#x27;Neill &amp; fils wrote:</p>"
    assert paragraphs[4].startswith('<p>It <b>works</b>, see <a href="/en/tools/">the list</a>.</p>')
    assert "<script" not in paragraphs[4]


def test_the_attachments_of_the_posts_are_copied(site):
    topic = make_talk(make_person())
    add_attachments(topic.posts.get(position=2), [picture(), pdf()])
    sheet = SheetPage.objects.get(pk=make_provenance(topic=topic).page.pk).get_latest_revision_as_object()
    author = topic.posts.get(position=2).author
    [photo], [document] = sheet.photos.all(), sheet.documents.all()
    assert (photo.alt, photo.shown_credit) == ("four", author.get_full_name())
    assert (document.shown_title, document.shown_credit) == ("contrat", author.get_full_name())
    editor = UserFactory(groups=["Editors"])
    tool = ToolPage.objects.get(
        pk=make_provenance(editor, topic, TextKind.TOOL).page.pk
    ).get_latest_revision_as_object()
    assert [file.label for file in tool.files.all()] == ["contrat"]
    assert [block.block_type for block in tool.body] == ["paragraph", "paragraph", "paragraph", "figure"]
    answer = AnswerPage.objects.get(pk=make_provenance(editor, topic, TextKind.ANSWER).page.pk)
    assert [block.block_type for block in answer.body][-2:] == ["figure", "attachment"]


def test_a_post_that_does_not_fit_is_left_out_and_its_author_is_no_contributor(site):
    people = [make_person() for _ in range(3)]
    topic = make_talk(make_person())
    for person in people:
        make_post(person, topic, "x" * (TEXT_LENGTH // 2 - 60))
    created = create_text(topic.author, topic, kind=TextKind.SHEET, title="Long", posts=post_keys(topic))
    assert [post.position for post in created.left_out] == [5]
    assert not created.provenance.contributions.filter(user=people[2]).exists()
    sheet = SheetPage.objects.get(pk=created.provenance.page.pk)
    assert len(sheet.implementation) <= TEXT_LENGTH
    sheet.full_clean()


@pytest.mark.usefixtures("english")
def test_each_author_is_asked_once_in_their_language_and_the_creator_is_not(site, django_capture_on_commit_callbacks):
    answerer = make_person(user__language="de")
    topic = make_talk(None, [answerer, answerer])
    with django_capture_on_commit_callbacks(execute=True):
        make_provenance(topic=topic)
    asked = Notification.objects.filter(kind="contribution-asked")
    assert [(row.recipient, row.target.user) for row in asked] == [(answerer, answerer)]
    [message] = [message for message in mail.outbox if message.to == [answerer.email]]
    assert reverse("my_contribution", args=[Contribution.objects.get(user=answerer).pk]) in message.body.replace(
        "/de/", "/en/"
    )


def test_the_creation_is_logged(site):
    provenance = make_provenance()
    [entry] = PageLogEntry.objects.filter(action="knowledge.made")
    assert (entry.page_id, entry.user, entry.data["topic"]) == (
        provenance.page.pk,
        provenance.creator,
        provenance.topic_id,
    )
    assert not ModelLogEntry.objects.filter(action="knowledge.made").exists()


def test_a_topic_can_become_two_drafts(site):
    topic = make_talk()
    assert make_provenance(topic=topic).page.pk != make_provenance(topic=topic).page.pk


def test_a_post_that_was_deleted_meanwhile_is_an_error(site):
    topic = make_talk()
    chosen, answer = post_keys(topic), topic.posts.get(position=2)
    delete_post(answer.author, answer)
    with pytest.raises(ValidationError):
        create_text(topic.author, topic, kind=TextKind.SHEET, title="Heat", posts=chosen)
    assert not Provenance.objects.exists()


def test_only_visible_posts_are_offered_and_the_likely_ones_are_preselected(site, client):
    people = [make_person() for _ in range(4)]
    moderator = UserFactory()
    topic = make_talk(None, people, board=make_board(moderators=[moderator]))
    posts = list(topic.posts.order_by("position"))
    hide_post(moderator, posts[1])
    accept_answer(topic.author, topic, posts[2])
    thank(people[0], posts[3])
    client.force_login(topic.author)
    boxes = [
        box for box in elements(client.get(f"/en/discussions/{topic.pk}/knowledge/"), "input") if box["name"] == "posts"
    ]
    assert [(int(box["value"]), "checked" in box) for box in boxes] == [
        (posts[0].pk, True),
        (posts[2].pk, True),
        (posts[3].pk, True),
        (posts[4].pk, False),
    ]


def test_a_long_topic_offers_a_hundred_posts_with_the_first_the_answer_and_the_thanked(site, client):
    topic = make_talk(make_person(), [make_person()])
    writer = UserFactory()
    for number in range(110):
        make_post(writer, topic, f"Post {number}")
    early = topic.posts.get(position=4)
    thank(topic.author, early)
    accept_answer(topic.author, topic, topic.posts.get(position=3))
    topic.refresh_from_db()
    positions = [post.position for post in candidate_posts(topic)]
    assert positions == [1, 3, 4, *range(16, 113)]
    client.force_login(topic.author)
    assert "these posts out of 112" in client.get(f"/en/discussions/{topic.pk}/knowledge/").content.decode()


def test_the_form_creates_the_draft_and_redirects_to_its_edit_page(site, client):
    topic = make_talk()
    client.force_login(topic.author)
    data = {"kind": "sheet", "title": "Heat", "posts": post_keys(topic)}
    response = client.post(f"/en/discussions/{topic.pk}/knowledge/", data)
    assert response["Location"] == reverse("sheet_edit", args=[Provenance.objects.get().page.pk])
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "tool"}, {"kind": "x"}, {"title": ""}, {"title": "x" * 201}, {"posts": []}, {"posts": ["x", "9" * 30]}],
)
def test_invalid_input_is_refused_and_redisplayed(site, client, wrong):
    topic = make_talk()
    client.force_login(topic.author)
    data = {"kind": "sheet", "title": "Heat and cold", "posts": post_keys(topic), **wrong}
    response = client.post(f"/en/discussions/{topic.pk}/knowledge/", data)
    assert response.status_code == 400
    [title] = [box for box in elements(response, "input") if box["name"] == "title"]
    assert title.get("value", "") == data["title"]
    assert not Provenance.objects.exists()


def test_a_post_of_another_topic_is_refused(site, client):
    topic, other = make_talk(), make_talk()
    client.force_login(topic.author)
    data = {"kind": "sheet", "title": "Heat", "posts": [*post_keys(topic), *post_keys(other)]}
    assert client.post(f"/en/discussions/{topic.pk}/knowledge/", data).status_code == 400


def test_a_user_without_permission_is_refused(site):
    topic = make_talk()
    with pytest.raises(PermissionDenied):
        make_provenance(UserFactory(), topic)
    with pytest.raises(PermissionDenied):
        make_provenance(topic.author, topic, TextKind.TOOL)
