"""Every topical page type is part of all features of the site without being registered."""

import pytest

from community.follows.permissions import can_follow
from community.forum import completion
from community.forum.models import Citation
from tests.factories.forum import make_topic
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory
from tests.reading import texts
from website.core import listings
from website.core.listings import Reader
from website.core.sections import active_locale
from website.topics.models import TopicalPage, topical_models

pytestmark = pytest.mark.django_db


def test_all_concrete_topical_page_types_are_found():
    assert set(topical_models()) == set(TopicalPage.__subclasses__())
    assert not any(model._meta.abstract for model in topical_models())


@pytest.mark.parametrize("model", topical_models(), ids=lambda model: model.__name__)
def test_a_page_of_any_type_can_be_followed_cited_and_completed(site, model):
    user = MemberFactory().user
    page, _draft = make_page(model), make_page(model, title="Un brouillon", live=False)
    assert can_follow(user, page)
    make_topic(user, body=f"See [this]({page.get_absolute_url()}).")
    assert Citation.objects.get().target == page.text
    offered = completion.things("un", Reader(user, active_locale()))
    assert [(item["label"], item["hint"]) for item in offered] == [(page.title, str(model._meta.verbose_name))]


def test_every_type_has_a_searchable_list():
    assert set(topical_models()) <= {listing.filterset._meta.model for listing in listings.searched()}


def test_the_home_page_counts_the_types_marked_for_it(site, client):
    counted = [model for model in topical_models() if model.is_counted_on_home]
    for model in topical_models():
        make_page(model)
    labels = texts(client.get("/fr/"), "dt")
    assert labels[: len(counted)] == [str(model._meta.verbose_name_plural) for model in counted]
    assert len(labels) == len(counted) + len(["organisations", "territories"])
