"""A cached topic shows changes of everything it names on the next request."""

import pytest

from community.forum.actions.moderating import hide_post, move
from community.forum.enums import BoardAudience
from community.forum.models import ForumPage
from experiences.sheets.models import SheetIndexPage, SheetPage
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from website.topics.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["visitor", "member"])
def page_of(request, site, client):
    """`page_of(topic)` returns its cached page, for a visitor or a member."""
    if request.param == "member":
        client.force_login(UserFactory())

    def read(topic) -> str:
        texts = [client.get(topic.get_absolute_url()).content.decode() for _ in range(2)]
        return texts[1]

    return read


def test_a_cited_text_that_is_unpublished_is_no_longer_named(page_of):
    sheet = make_page(SheetPage, title="Vapeur secrète")
    topic = make_topic(body=f"[a]({sheet.url})")
    assert page_of(topic).count("Vapeur secrète") == 2
    SheetPage.objects.get(pk=sheet.pk).unpublish()
    assert "Vapeur secrète" not in page_of(topic)


def test_a_cited_topic_that_moves_into_a_group_is_no_longer_named(page_of):
    cited = make_topic(title="Strictly between us", board=make_board())
    topic = make_topic(body=f"[a](/en/discussions/{cited.pk}/)")
    assert "Strictly between us" in page_of(topic)
    move(UserFactory(groups=["Coordinators"]), cited, make_board(BoardAudience.GROUP))
    assert "Strictly between us" not in page_of(topic)


def test_a_text_that_the_topic_is_about_has_its_new_title_and_address(page_of):
    sheet = make_page(SheetPage, title="Vapeur")
    topic = make_topic(target=sheet.text)
    assert "Vapeur" in page_of(topic)
    sheet.title, sheet.slug = "Condensat", "condensat"
    sheet.save_revision().publish()
    text = page_of(topic)
    assert ("Vapeur" in text, "Condensat" in text, "/condensat/" in text) == (False, True, True)


@pytest.mark.parametrize(("model", "slug"), [(SheetIndexPage, "sheets-of-all"), (ForumPage, "forum-of-all")])
def test_a_section_with_another_address_is_linked_there(page_of, model, slug):
    sheet = make_page(SheetPage, title="Vapeur")
    topic = make_topic(body=f"[a]({sheet.url})")
    assert f"/{slug}/" not in page_of(topic)
    for section in model.objects.all():
        section.slug = f"{slug}-{section.locale.language_code}" if section.locale.language_code != "fr" else slug
        section.save_revision().publish()
    assert f"/{slug}" in page_of(topic)


def test_a_post_that_is_hidden_is_no_longer_shown(page_of):
    moderator = UserFactory()
    topic = make_topic(board=make_board(moderators=[moderator]))
    post = make_post(topic=topic, body="31 euros a tonne")
    assert "31 euros" in page_of(topic)
    hide_post(moderator, post)
    assert "31 euros" not in page_of(topic)


def test_a_theme_has_its_new_name(page_of):
    topic = make_topic(themes=[Theme.objects.get(slug="water")])
    names = {code: f"Pluie {code}" for code in ("fr", "de", "nl", "en")}
    assert "Pluie" not in page_of(topic)
    Theme.objects.filter(slug="water").update(**{f"name_{code}": name for code, name in names.items()})
    assert "Pluie" in page_of(topic)


def test_somebody_who_hides_their_entry_is_no_longer_named(page_of):
    member = MemberFactory(user__last_name="Kestenholz")
    topic = make_topic(member.user)
    assert "Kestenholz" in page_of(topic)
    member.visibility = "nobody"
    member.save()
    assert "Kestenholz" not in page_of(topic)
