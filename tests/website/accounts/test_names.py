"""People are shown by name; only forms of the CMS that choose accounts show e-mail addresses."""

import pytest
from wagtail.models import ModelLogEntry

from community.forum.models import Board
from community.moderation.actions.cases import report
from community.moderation.enums import ReportReason
from community.organisations.actions import propose_changes
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from tests.reading import texts
from website.accounts.models import User
from website.notifications.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ADDRESS = "secret@example.org"


@pytest.fixture
def nameless(site):
    return UserFactory(first_name="", last_name="", email=ADDRESS)


def test_an_account_without_a_name_is_shown_by_its_number(nameless):
    assert [str(nameless), nameless.display_name] == [f"Account {nameless.pk}"] * 2
    assert str(UserFactory(first_name="Jonas", last_name="Becker")) == "Jonas Becker"


def test_moderation_pages_do_not_show_the_addresses_of_authors(client, nameless):
    moderator, hidden = UserFactory(), MemberFactory(visibility="nobody", user__last_name="Kestenholz").user
    topic = make_topic(nameless, make_board(moderators=[moderator]))
    post = make_post(hidden, topic, "Plates.")
    report(topic.last_post, reason=ReportReason.OTHER, words="Look", language="en", reporter=nameless)
    client.force_login(moderator)
    pages = [
        client.get(address).content.decode()
        for address in (
            f"/en/discussions/{topic.pk}/organise/",
            "/en/my/moderation/",
            f"/en/my/moderation/post/{topic.last_post_id}/",
        )
    ]
    assert [ADDRESS in page for page in pages] == [False, False, False]
    assert [f"2 – A member: {post.excerpt}" in pages[0], "Kestenholz" in pages[0]] == [True, False]


def test_a_proposal_and_its_notification_do_not_show_the_address(client, nameless):
    firm, coordinator = OrganisationFactory(), UserFactory(groups=["Coordinators"])
    proposal = propose_changes(nameless, firm, {"city": {"before": firm.city, "after": "Kehl"}}, "It has moved.")
    client.force_login(coordinator)
    for address in ("/en/my/notifications/", f"/en/my/proposals/{proposal.pk}/"):
        page = client.get(address).content.decode()
        assert [ADDRESS in page, f"Account {nameless.pk}" in page] == [False, True]
    assert ADDRESS not in repr(list(Notification.objects.values_list("data")))
    assert not ModelLogEntry.objects.filter(label__contains=ADDRESS).exists()


def test_the_cms_form_of_a_board_lists_accounts_by_name_and_address(client, nameless):
    board = make_board(members=[nameless])
    client.force_login(User.objects.create_superuser("ada@example.org", first_name="Ada", last_name="Ministre"))
    page = client.get(f"/cms/snippets/{Board._meta.app_label}/board/edit/{board.pk}/")
    assert f"Compte {nameless.pk} ({ADDRESS})" in texts(page, "option")
