"""The target of a topic is a text, not one of its language versions."""

import pytest
from django.utils import translation

from community.forum.models import Citation
from experiences.sheets.models import SheetPage
from tests.factories.forum import make_post, make_topic
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory
from tests.reading import texts
from website.core.models import Text

pytestmark = pytest.mark.django_db


def address(page, language: str) -> str:
    with translation.override(language):
        return page.get_absolute_url()


@pytest.fixture
def french(site):
    return make_page(SheetPage, title="Vapeur")


@pytest.fixture
def german(french):
    return make_page(SheetPage, language="de", title="Dampf", translation_of=french)


def test_a_discussion_stays_on_the_text_when_the_version_it_began_on_is_deleted(french, german, client):
    other = make_page(SheetPage, language="de", title="Wasser")
    topic = make_topic(title="Wer weiß es?", target=french.text)
    make_topic(title="Anderswo", target=other.text)
    SheetPage.objects.get(pk=french.pk).delete()
    page = client.get(address(german, "de"))
    assert ("Wer weiß es?" in texts(page, "h3"), "Anderswo" in texts(page, "h3")) == (True, False)
    assert "Dampf" in client.get(f"/de/discussions/{topic.pk}/").content.decode()


def test_a_text_is_the_same_target_in_every_language(french, german, client):
    user = MemberFactory().user
    client.force_login(user)
    for page, language in ((french, "fr"), (german, "de")):
        response = client.get(f"/{language}/discussions/new/", {"about": address(page, language)})
        assert response.context["draft_key"] == f"new-text-{french.text.pk}"


def test_a_citation_stays_when_the_version_it_led_to_is_deleted(french, german, client):
    post = make_post(body=f"See [this]({address(french, 'fr')}).")
    SheetPage.objects.get(pk=french.pk).delete()
    assert Citation.objects.get(post=post).target == Text.objects.get(translation_key=german.translation_key)
    assert "Dampf" in client.get(f"/de/discussions/{post.topic_id}/").content.decode()


def test_a_topic_stays_when_nothing_is_left_of_its_text(french, client):
    topic = make_topic(title="Wer weiß es?", target=french.text)
    SheetPage.objects.get(pk=french.pk).delete()
    page = client.get(topic.get_absolute_url())
    assert (page.status_code, "Vapeur" in page.content.decode()) == (200, False)
    make_post(topic=topic)
