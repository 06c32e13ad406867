"""Listing pages: filters, chips, pagination, and errors for invalid parameters."""

import pytest
from django.test import Client

from tests.factories.pages import make_page
from tests.factories.topics import TerritoryFactory
from tests.reading import elements, texts, titles
from website.news.models import NewsPage
from website.topics.models import Theme

pytestmark = pytest.mark.django_db
LIST = "/en/news/"


def cards(response) -> list[str]:
    return texts(response, "h3") if texts(response, "article") else []


def chips(response) -> dict[str, str]:
    return {
        link["text"].removeprefix("Remove:"): link["href"]
        for link in elements(response, "a")
        if link.get("class") == "chip"
    }


@pytest.fixture
def region(site):
    """A region, a department in it, a town in the department, and a neighbouring region."""
    region = TerritoryFactory(slug="grand-est", name_en="Grand Est", kind="region")
    department = TerritoryFactory(slug="haut-rhin", kind="department", parent=region)
    town = TerritoryFactory(slug="colmar", parent=department)
    TerritoryFactory(slug="ortenau", kind="district", country="DE")
    make_page(NewsPage, title="Region", territories=[region])
    make_page(NewsPage, title="Everywhere", territories=[region, department, town])
    make_page(NewsPage, title="Town", territories=[town])
    return region


def test_a_territory_filter_includes_its_children_without_duplicates(region, client):
    assert cards(client.get(f"{LIST}?territory=grand-est")) == ["Town", "Everywhere", "Region"]
    assert cards(client.get(f"{LIST}?territory=haut-rhin")) == ["Town", "Everywhere"]
    assert cards(client.get(f"{LIST}?territory=ortenau")) == []


def test_a_country_filter_includes_all_its_territories_without_duplicates(region, client):
    assert cards(client.get(f"{LIST}?country=FR")) == ["Town", "Everywhere", "Region"]
    assert cards(client.get(f"{LIST}?territory=france")) == ["Town", "Everywhere", "Region"]
    assert cards(client.get(f"{LIST}?country=DE")) == []
    assert titles(client.get("/en/feeds/news.atom?country=FR&territory=colmar")) == ["Town", "Everywhere"]


def test_filters_are_combined(region, client):
    energy = Theme.objects.get(slug="energy")
    make_page(NewsPage, title="Heat", themes=[energy], territories=[region], date="2024-05-01", language="de")
    make_page(NewsPage, title="Cold", themes=[energy], date="2024-05-01")
    address = f"{LIST}?theme=energy&territory=grand-est&year=2024&language=de"
    assert cards(client.get(address)) == ["Heat"]
    assert cards(client.get(f"{address}&year=2025")) == []


def test_a_chip_has_the_label_of_a_filter_and_a_link_that_removes_it(region, client):
    response = client.get(f"{LIST}?territory=grand-est&language=fr&language=de&theme=energy")
    assert chips(response) == {
        "Written in: French": "?language=de&theme=energy&territory=grand-est",
        "Written in: German": "?language=fr&theme=energy&territory=grand-est",
        "Theme: Energy": "?language=fr&language=de&territory=grand-est",
        "Territory: Grand Est": "?language=fr&language=de&theme=energy",
    }


def test_the_last_value_of_a_repeated_filter_is_used_everywhere(region, client):
    response = client.get(f"{LIST}?territory=ortenau&territory=grand-est&language=fr&language=fr")
    assert list(chips(response)) == ["Written in: French", "Territory: Grand Est"]
    assert len(cards(response)) == 3


def test_the_page_links_to_the_same_list_as_a_feed(region, client):
    response = client.get(f"{LIST}?territory=grand-est&utm_source=x&page=1")
    addresses = [
        link["href"] for link in elements(response, "a") if "/feeds/news." in link["href"] and "?" in link["href"]
    ]
    assert addresses == [f"/en/feeds/news.{fmt}?territory=grand-est" for fmt in ("atom", "csv", "json")]
    assert [link["href"] for link in elements(response, "link") if link.get("type") == "application/atom+xml"] == [
        "/en/feeds/news.atom?territory=grand-est"
    ]


def test_the_pagination_of_a_long_list_contains_the_filters(site, client):
    energy = Theme.objects.get(slug="energy")
    for number in range(21):
        make_page(NewsPage, title=f"News {number}", themes=[energy])
    first, second = client.get(f"{LIST}?theme=energy"), client.get(f"{LIST}?theme=energy&page=2")
    assert [len(cards(first)), cards(second)] == [20, ["News 0"]]
    assert {link["href"] for link in elements(first, "a") if "page=" in link["href"]} == {"?theme=energy&page=2"}
    assert [client.get(f"{LIST}?page={page}").status_code for page in ("1", "2", "3")] == [200, 200, 404]


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "abc", "1.5", "²", "NaN"])
def test_an_invalid_page_number_is_a_404(site, client, page):
    assert client.get(f"{LIST}?page={page}").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "theme=nope", "territory=nope", "country=XX", "language=xx", "language=fr&language=xx", "year=abc",
        "year=99999", "year=-1", "year=2024.5", "year=1e9", "year=NaN", "year=Infinity", f"q={'a' * 201}",
        f"keyword={'a' * 101}", "theme=nope&page=7", "theme=%F0%9F%94%A5", "theme=%ff", "year=%D9%A2",
    ],
)  # fmt: skip
def test_an_invalid_filter_is_answered_with_its_error(site, client, query):
    make_page(NewsPage, title="Here")
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 400
    assert cards(response) == []
    assert len([link for link in elements(response, "a") if link["href"].startswith("#id_")]) == 1


@pytest.mark.parametrize(
    "query",
    [
        "q=%22", "q=*", "q=(", "q=a+AND", "q=NEAR(a b)", "q=-a", "q=a:b", "q=%F0%9F%94%A5", "q='%3B--",
        "q=%20%20", "q=%5C", "q=^a", "q=%25", "q=a%0ab", "q=%e2%80%ae", f"q={'a ' * 100}"[:201], "q=%ff%fe",
        "q=<script>", "year=2e3", "year=", "foo=bar", "theme=", "keyword=%C3%A9", "q={{7*7}}", "q=a%22b",
        "q=%22a+b", "q=a+-+b", "%ff=1", "=", "&&&", "q",
    ],
)  # fmt: skip
def test_special_characters_in_a_search_cause_no_error(site, client, query):
    make_page(NewsPage, title="Here")
    for address in (f"{LIST}?{query}", f"/en/feeds/news.json?{query}", f"/en/search/?{query}"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "query", ["heat rhine", '"heat" - rhine', "Heat, Rhine!", "«\xa0heat\xa0» & rhine", "heat : rhine ?"]
)
def test_special_characters_between_words_do_not_prevent_a_match(site, client, query):
    make_page(NewsPage, title="Heat from the Rhine")
    make_page(NewsPage, title="Heat from Kehl")
    assert cards(client.get(LIST, {"q": query})) == ["Heat from the Rhine"]


def test_nul_in_a_query_is_a_400_and_control_characters_in_a_path_a_404(site, client):
    assert client.get(f"{LIST}?q=a%00b").status_code == 400
    assert client.get("/en/feeds/news.csv?theme=%00").status_code == 400
    assert client.get("/en/news/%00/").status_code == 404
    assert client.get("/en/news/%ff/").status_code == 404
    client.cookies["sessionid"] = "\0" * 32
    assert client.get(LIST).status_code == 400


@pytest.mark.parametrize("path", [LIST, "/en/feeds/news.csv", "/en/search/"])
def test_five_thousand_parameters_are_refused(site, client, path):
    assert client.get(path + "?" + "&".join(f"theme=t{i}" for i in range(5000))).status_code == 400
    assert client.get(path + "?" + "&".join(f"x{i}={i}" for i in range(1500))).status_code == 200


def test_an_empty_list_and_an_empty_result_have_different_texts(site, client):
    assert "News from the network and its territories will appear here." in client.get(LIST).content.decode()
    response = client.get(f"{LIST}?theme=energy")
    assert [link["href"] for link in elements(response, "a") if link["text"] == "Clear all filters"] == ["?"]


def test_a_list_is_read_in_the_language_of_its_address(site):
    response = Client(headers={"accept-language": "de"}).get(LIST)
    assert [response["Content-Language"], response.status_code] == ["en", 200]
    home = Client(headers={"accept-language": "nl,de;q=0.5"}).get("/")
    assert [home.status_code, home["Location"], "Accept-Language" in home["Vary"]] == [302, "/nl/", True]
