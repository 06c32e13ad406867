"""Filtered lists as Atom, CSV and JSON are valid and stable, and never cached for other readers."""

import json
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from wagtail.models import Page

from experiences.approaches.models import ApproachPage
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.reading import ATOM, atom, entries, rows, titles
from website.library.models import ToolPage
from website.news.models import NewsPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
FEED = "/fr/feeds/news.atom"


@pytest.fixture
def page(site):
    return make_page(NewsPage, title="Chaleur de Kehl", themes=[Theme.objects.get(slug="energy")])


def test_a_feed_has_all_required_elements_of_atom(page, client):
    feed = atom(client.get(f"{FEED}?theme=energy"))
    assert feed.tag == f"{ATOM}feed"
    assert feed.find(f"{ATOM}id").text == "http://testserver/fr/feeds/news.atom?theme=energy"
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Boucles Grand Est"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "self": "http://testserver/fr/feeds/news.atom?theme=energy",
        "alternate": "http://testserver/fr/actualites/?theme=energy",
    }
    page.refresh_from_db()
    assert datetime.fromisoformat(feed.find(f"{ATOM}updated").text) == page.last_published_at
    [entry] = entries(client.get(FEED))
    assert entry["id"] == f"urn:uuid:{page.translation_key}"
    assert entry["link"] == "http://testserver/fr/actualites/chaleur-de-kehl/"
    assert datetime.fromisoformat(entry["published"]) == page.first_published_at
    assert datetime.fromisoformat(entry["updated"]) == page.last_published_at


def test_the_title_of_a_feed_contains_its_filters_in_the_readers_language(page, client):
    feed = atom(client.get("/en/feeds/news.atom?theme=energy&language=fr"))
    assert feed.find(f"{ATOM}title").text == "News – Written in: French, Theme: Energy"


def test_an_empty_feed_has_a_constant_date(site, client):
    dates = [atom(client.get(FEED)).find(f"{ATOM}updated").text for _ in range(2)]
    assert dates == ["2026-01-01T00:00:00+00:00"] * 2


def test_the_id_of_an_entry_does_not_change_when_it_is_moved_or_translated(page, client):
    before = entries(client.get("/de/feeds/news.atom"))[0]["id"]
    page.slug = "autre"
    page.save_revision().publish()
    make_page(NewsPage, language="de", title="Wärme", translation_of=page)
    assert [entry["id"] for entry in entries(client.get("/de/feeds/news.atom"))] == [before]


def test_an_entry_in_another_language_has_its_language_code(page, client):
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    feed = atom(client.get("/de/feeds/news.atom"))
    assert [feed.get(xml_lang), feed.find(f"{ATOM}entry").get(xml_lang)] == ["de", "fr"]
    assert atom(client.get(FEED)).find(f"{ATOM}entry").get(xml_lang) is None


def test_characters_that_xml_does_not_allow_are_removed(site, client):
    make_page(NewsPage, title="Chaleur\x0b de\x01 Kehl \U0001f525", summary="a\x08b\uffff\tc")
    [entry] = entries(client.get(FEED))
    assert [entry["title"], entry["summary"]] == ["Chaleur de Kehl \U0001f525", "ab\tc"]


def test_a_feed_lists_the_newest_first_whatever_the_order_of_the_page(site, client):
    for title in ("B", "C", "A"):
        make_page(ToolPage, title=title)
    assert titles(client.get("/fr/feeds/tools.atom")) == ["A", "C", "B"]
    assert [row[0] for row in rows(client.get("/en/feeds/tools.csv"))] == ["Title", "A", "B", "C"]


def test_csv_cells_may_contain_semicolons_quotes_and_line_breaks(site, client):
    make_page(NewsPage, title='Un "titre"; deux', summary="ligne 1\nligne 2")
    response = client.get("/fr/feeds/news.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"] == 'attachment; filename="news.csv"'
    assert rows(response)[1][:1] + rows(response)[1][2:3] == ['Un "titre"; deux', "ligne 1\nligne 2"]


def test_json_has_numbers_dates_and_absolute_urls(site, client):
    make_page(
        ApproachPage,
        title="Démarche",
        staff_fte="1.50",
        start_date="2024-02-01",
        lead_organisation=OrganisationFactory(name="CCI"),
        territories=[TerritoryFactory(name_fr="Douaisis")],
    )
    document = json.loads(client.get("/fr/feeds/approaches.json").content)
    [item] = document["items"]
    assert [item["staff_fte"], item["start"], item["end"], item["lead"]] == [1.5, "2024-02-01", None, "CCI"]
    assert item["territories"] == ["Douaisis"]
    assert item["url"] == "http://testserver/fr/demarches/demarche/"
    assert [document["count"], document["url"]] == [1, "http://testserver/fr/feeds/approaches.json"]


@pytest.mark.parametrize("fmt", ["atom", "csv", "json"])
def test_a_matching_condition_is_a_304_with_the_same_validators(page, client, fmt):
    first = client.get(f"/fr/feeds/news.{fmt}")
    assert [first.status_code, first["Cache-Control"], "Vary" in first] == [200, "public, no-cache", False]
    for condition in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(f"/fr/feeds/news.{fmt}", headers=condition)
        assert [again.status_code, again.content] == [304, b""]
        for name in ("ETag", "Last-Modified", "Cache-Control"):
            assert again[name] == first[name]
    both = {"if-none-match": '"other"', "if-modified-since": first["Last-Modified"]}
    assert client.get(f"/fr/feeds/news.{fmt}", headers=both).status_code == 200
    cache.clear()
    assert client.get(f"/fr/feeds/news.{fmt}", headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "condition", [{"if-modified-since": "hier"}, {"if-none-match": "hier"}, {"if-none-match": "*"}]
)
def test_an_invalid_condition_is_ignored(page, client, condition):
    assert client.get(FEED, headers=condition).status_code in (200, 304)


def test_head_has_the_headers_of_get_without_the_body(page, client):
    get, head = client.get(FEED), client.head(FEED)
    assert [head.status_code, head.content] == [200, b""]
    assert [head["ETag"], head["Content-Type"]] == [get["ETag"], "application/atom+xml; charset=utf-8"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_feed_refuses_other_methods_than_get_and_head(site, client, method):
    assert getattr(client, method)(FEED).status_code == 405


def test_removing_an_entry_changes_the_feed(page, client):
    old = datetime(2026, 2, 1, 12, tzinfo=UTC)
    Page.objects.filter(pk=page.pk).update(last_published_at=old)
    first = client.get(FEED)
    Page.objects.get(pk=page.pk).delete()
    after = client.get(FEED, headers={"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]})
    assert [after.status_code, titles(after)] == [200, []]
    assert after["Last-Modified"] >= first["Last-Modified"]


def test_a_feed_of_people_depends_on_the_reader_and_is_private(site, client):
    anonymous = client.get("/fr/feeds/members.json")
    assert [anonymous["Cache-Control"], anonymous["Vary"]] == ["private, no-cache", "Cookie"]
    assert "Last-Modified" not in anonymous
    client.force_login(UserFactory(groups=["Members"]))
    condition = {"if-none-match": anonymous["ETag"]}
    assert client.get("/fr/feeds/members.json", headers=condition).status_code in (200, 304)


def test_unknown_parameters_change_nothing_and_add_no_cache_entry(page, client):
    plain = client.get(FEED)
    noisy = client.get(f"{FEED}?utm_source=x&page=9&theme=")
    assert noisy["ETag"] == plain["ETag"]
    assert noisy.content == plain.content


def test_an_invalid_filter_is_refused_with_a_message(site, client):
    response = client.get("/en/feeds/news.atom?theme=nope&year=abc")
    assert [response.status_code, response["Content-Type"]] == [400, "text/plain; charset=utf-8"]
    lines = response.content.decode().splitlines()
    assert len(lines) == 3
    assert sorted(line.partition(":")[0] for line in lines[1:]) == ["Theme", "Year"]


@pytest.mark.parametrize(
    "path",
    ["/fr/feeds/nothing.atom", "/fr/feeds/news.ics", "/fr/feeds/news.xml", "/fr/feeds/pages.atom", "/feeds/x.csv"],
)
def test_an_unknown_listing_or_format_is_a_404(site, client, path):
    assert client.get(path, follow=True).status_code == 404
