"""Photos and documents of posts: uploads are checked, and files are served only to people who may read the post."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from community.forum.actions.moderating import hide_post
from community.forum.actions.posting import add_post, delete_post
from community.forum.enums import BoardAudience
from community.forum.models import Attachment, Edit, Post, Topic
from community.forum.permissions import can_see_post
from tests.factories.files import SECRET, telling_picture
from tests.factories.forum import make_board, make_topic
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.sheets import pdf, picture
from tests.reading import elements, texts
from tests.testing import read_to_the_end
from website.core.forms.files import checked
from website.core.models import CreditedDocument, CreditedImage
from website.privacy.actions import erase_account
from website.replies import handlers

pytestmark = pytest.mark.django_db


@pytest.fixture
def amelie(site):
    return MemberFactory(user__first_name="Amélie", slug="amelie-weber").user


@pytest.fixture
def jonas(site):
    return MemberFactory(slug="jonas-becker").user


def stored() -> set[str]:
    folder = storages["private"]
    return set(folder.listdir("posts")[1]) if folder.exists("posts") else set()


def with_files(author, topic, *files) -> Post:
    return add_post(author, topic, "Here they are.", [checked(file) for file in files])


def answers(client, topic, *files, body="Here they are."):
    return client.post(f"/en/discussions/{topic.pk}/reply/", {"body": body, "files": files})


def statuses(client, people) -> dict[str, list[int]]:
    """Return the status of each attachment, in the order of keys, for each of these people."""
    found = {}
    for name, user in people.items():
        client.logout()
        if user is not None:
            client.force_login(user)
        answers = [client.get(row.url) for row in Attachment.objects.order_by("pk")]
        for answer in answers:
            read_to_the_end(answer)
        found[name] = [answer.status_code for answer in answers]
    return found


def test_photos_and_documents_stand_under_the_post(client, amelie):
    topic = make_topic(amelie)
    client.force_login(amelie)
    assert answers(client, topic, picture("The boiler.png"), pdf("Contrat été.pdf")).status_code == 302
    photo, paper = Attachment.objects.all()
    page = client.get(topic.get_absolute_url())
    assert [(tag["src"], tag["alt"]) for tag in elements(page, "img") if "posts" in tag["src"]] == [
        (f"/en/posts/files/{photo.pk}/", "The boiler")
    ]
    [[link]] = [[tag for tag in elements(page, "a") if tag.get("href") == paper.url]]
    assert [link["href"], paper.title, paper.kind] == [f"/en/posts/files/{paper.pk}/", "Contrat été", "PDF"]
    assert [CreditedImage.objects.count(), CreditedDocument.objects.count()] == [0, 0]


def test_a_document_is_downloaded_with_its_name_in_a_sandbox(client, amelie):
    with_files(amelie, make_topic(amelie), pdf("Contrat été.pdf"), picture("four.png"))
    paper, photo = Attachment.objects.all()
    answer = client.get(paper.url)
    assert [answer["Content-Type"], answer["Content-Disposition"], answer["X-Content-Type-Options"]] == [
        "application/pdf",
        "attachment; filename*=utf-8''Contrat_%C3%A9t%C3%A9.pdf",
        "nosniff",
    ]
    assert "sandbox" in answer["Content-Security-Policy"]
    read_to_the_end(answer)
    answer = client.get(photo.url)
    assert [answer["Content-Type"], answer["Cache-Control"]] == ["image/png", "private, max-age=300"]
    assert "sandbox" in answer["Content-Security-Policy"]
    read_to_the_end(answer)


def test_new_topics_and_replies_by_email_can_have_files(amelie, jonas):
    topic = make_topic(amelie, files=[checked(picture())])
    assert [row.title for row in topic.last_post.attachments.all()] == ["four"]
    handlers.handler_for(Topic).deliver(
        jonas, topic, "Here it is.", [checked(pdf("contrat.pdf"))], "<1@mail.example.org>"
    )
    assert [row.title for row in Post.objects.get(author=jonas).attachments.all()] == ["contrat"]


def test_a_photo_loses_its_location_and_is_scaled_down(amelie):
    with_files(amelie, make_topic(amelie), telling_picture(), picture("wide.jpg", size=(4000, 100), kind="JPEG"))
    first, second = Attachment.objects.all()
    with first.image.open("rb") as file:
        assert SECRET.encode() not in file.read()
    assert [(first.width, first.height), (second.width, second.height)] == [(20, 40), (2000, 50)]
    assert second.size == second.image.size


WRONG = {
    "a program": SimpleUploadedFile("outil.exe", b"MZ\x90"),
    "a program called a report": SimpleUploadedFile("rapport.pdf", b"MZ\x90"),
    "a report called a photo": SimpleUploadedFile("rapport.pdf", b"%PDF-1.4", "image/png"),
    "a drawing that may hold a script": SimpleUploadedFile("plan.svg", b"<svg xmlns='x'/>", "image/svg+xml"),
    "a text in disguise": SimpleUploadedFile("four.png", b"not a picture"),
    "nothing at all": SimpleUploadedFile("four.png", b""),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_is_named_and_the_text_is_kept(client, amelie, case):
    file = WRONG[case]
    file.seek(0)
    topic = make_topic(amelie)
    client.force_login(amelie)
    answer = answers(client, topic, pdf(), file, body="Long words")
    assert [answer.status_code, texts(answer, "textarea")] == [400, ["Long words"]]
    wrong, again = answer.context["form"].errors["files"]
    assert wrong.startswith(f"{file.name}: ")
    assert again == "Select your files again. Browsers do not keep them."
    assert [Post.objects.count(), Attachment.objects.count(), stored()] == [1, 0, stored()]


def test_a_post_has_six_files_at_most_in_the_form_and_in_the_action(client, amelie):
    topic = make_topic(amelie)
    client.force_login(amelie)
    assert answers(client, topic, *(pdf(f"{number}.pdf") for number in range(7))).status_code == 400
    assert answers(client, topic, *(pdf(f"{number}.pdf") for number in range(6))).status_code == 302
    with pytest.raises(ValidationError):
        with_files(amelie, topic, *(pdf() for _ in range(7)))
    assert [Post.objects.count(), Attachment.objects.count()] == [2, 6]


def test_files_are_added_and_taken_away_when_a_post_is_changed(client, amelie):
    post = with_files(amelie, make_topic(amelie), *(pdf(f"{number}.pdf") for number in range(6)))
    first, *rest = post.attachments.all()
    client.force_login(amelie)
    address = f"/en/posts/{post.pk}/edit/"
    boxes = [tag["value"] for tag in elements(client.get(address), "input") if tag.get("name") == "removed"]
    assert boxes == [str(row.pk) for row in (first, *rest)]
    sent = {"body": post.body, "files": [picture()]}
    assert client.post(address, sent).status_code == 400
    before = stored()
    assert client.post(address, {"body": post.body, "files": [picture()], "removed": [first.pk]}).status_code == 302
    assert [row.title for row in post.attachments.all()] == ["1", "2", "3", "4", "5", "four"]
    assert len(before - stored()) == 1
    assert [Edit.objects.count(), Post.objects.get(pk=post.pk).edited_at is None] == [1, False]


def test_nobody_takes_a_file_from_another_post(client, amelie):
    theirs = with_files(UserFactory(), make_topic(), pdf())
    mine = with_files(amelie, theirs.topic, pdf())
    client.force_login(amelie)
    taken = {"body": "x", "removed": [theirs.attachments.get().pk]}
    assert client.post(f"/en/posts/{mine.pk}/edit/", taken).status_code == 400
    assert Attachment.objects.count() == 2


def test_files_are_served_only_to_people_who_may_read_the_post(client, amelie):
    editor, coordinator = UserFactory(groups=["Editors"]), UserFactory(groups=["Coordinators"])
    people = {
        "visitor": None,
        "member": UserFactory(),
        "editor": editor,
        "author": amelie,
        "coordinator": coordinator,
        "closed account": UserFactory(is_active=False),
    }
    for audience in (BoardAudience.PUBLIC, BoardAudience.MEMBERS, BoardAudience.GROUP):
        with_files(amelie, make_topic(amelie, make_board(audience, members=[amelie])), pdf())
    gone = with_files(amelie, make_topic(), picture())
    hide_post(coordinator, gone)
    assert statuses(client, people) == {
        "visitor": [200, 404, 404, 404],
        "member": [200, 200, 404, 404],
        "editor": [200, 200, 404, 404],
        "author": [200, 200, 200, 200],
        "coordinator": [200, 200, 200, 200],
        "closed account": [200, 404, 404, 404],
    }


def test_files_of_waiting_and_deleted_posts_are_served_to_their_author(client, amelie):
    waiting = make_topic(amelie, make_board(first_posts_wait=1), files=[checked(pdf())]).posts.get()
    deleted = with_files(amelie, make_topic(), pdf())
    delete_post(amelie, deleted)
    people = {"visitor": None, "member": UserFactory(), "author": amelie}
    assert statuses(client, people) == {"visitor": [404, 404], "member": [404, 404], "author": [200, 200]}
    assert not can_see_post(AnonymousUser(), waiting)


def test_somebody_who_leaves_a_group_may_not_fetch_its_files(client, amelie):
    board = make_board(BoardAudience.GROUP, members=[amelie])
    with_files(amelie, make_topic(amelie, board), pdf())
    board.memberships.all().delete()
    assert statuses(client, {"author": amelie}) == {"author": [404]}


def test_the_page_of_a_hidden_post_names_none_of_its_files(client, amelie):
    topic = make_topic()
    post = with_files(amelie, topic, pdf("Secret price.pdf"), picture("Secret place.png"))
    hide_post(UserFactory(groups=["Coordinators"]), post)
    client.force_login(UserFactory())
    page = client.get(topic.get_absolute_url()).content.decode()
    assert ["Secret" in page, "posts/files" in page] == [False, False]


def test_no_other_url_serves_the_files(client, amelie):
    with_files(amelie, make_topic(amelie), picture(), pdf())
    for row in Attachment.objects.all():
        assert client.get(f"/media/{row.file.name}").status_code == 404
        assert client.get(f"/media/private/{row.file.name}").status_code == 404


def test_a_missing_file_is_a_404(client, amelie):
    with_files(amelie, make_topic(amelie), pdf())
    row = Attachment.objects.get()
    row.file.storage.delete(row.file.name)
    assert client.get(row.url).status_code == 404


def test_erasing_an_account_deletes_the_files_of_its_deleted_posts(amelie, jonas, django_capture_on_commit_callbacks):
    before = stored()
    kept = with_files(amelie, make_topic(jonas), pdf())
    delete_post(amelie, with_files(amelie, kept.topic, pdf()))
    assert len(stored() - before) == 2
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(amelie, wants_removal=False, by=amelie)
    assert [[row.post for row in Attachment.objects.all()], len(stored() - before)] == [[kept], 1]


def test_erasing_an_account_with_removal_deletes_all_its_files(amelie, jonas, django_capture_on_commit_callbacks):
    before = stored()
    with_files(amelie, make_topic(jonas), pdf(), picture())
    theirs = with_files(jonas, Topic.objects.get(), pdf())
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(amelie, wants_removal=True, by=amelie)
    assert [[row.post for row in Attachment.objects.all()], len(stored() - before)] == [[theirs], 1]
