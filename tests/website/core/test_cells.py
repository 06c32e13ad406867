"""Exports for spreadsheets contain text and numbers, never formulas."""

import csv
import io
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory
from tests.reading import rows
from website.core.feeds import FORMULA, escape_formula
from website.news.models import NewsPage

BLANK = ["", " ", "\t", "\r", "\n", "\r\n", "\u00a0", "\u200b", "\ufeff", "\u202e", "\u3000", "\x0b", "\x00", " \n\t "]
DANGEROUS = [f"{blank}{sign}1+1" for blank in BLANK for sign in FORMULA]


def test_a_text_that_begins_like_a_formula_is_escaped():
    assert len(DANGEROUS) > 200
    assert [text for text in DANGEROUS if not escape_formula(text).startswith("'")] == []


@given(st.text(alphabet=st.one_of(st.sampled_from("=+-@|\t\r\n ;\"',＝−\u200b"), st.characters()), max_size=20))
def test_any_text_is_exported_completely_and_never_as_a_formula(text):
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([escape_formula(text), "behind"])
    first, behind = next(csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=";"))
    assert behind == "behind"
    assert "\t" not in first
    seen = [char for char in first if unicodedata.category(char)[0] not in "CZ"]
    assert not seen or unicodedata.normalize("NFKC", seen[0])[0] not in "=+-@|"
    assert first.removeprefix("'").split() == escape_formula(text).removeprefix("'").split()


@given(st.one_of(st.integers(), st.floats(allow_nan=False), st.decimals(allow_nan=False, allow_infinity=False)))
def test_a_number_stays_a_number(number):
    assert float(escape_formula(number)) == float(number)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-3, "-3"),
        (Decimal("-1.50"), "-1.5"),
        (None, ""),
        (True, "True"),
        (date(2026, 5, 12), "2026-05-12"),
        (datetime(2026, 5, 12, 9, tzinfo=UTC), "2026-05-12T09:00:00+00:00"),
        (["=1", "b"], "'=1, b"),
        (["b", "=1"], "b, =1"),
        ("-3", "'-3"),
        ("Débit 3 - 4", "Débit 3 - 4"),
        ("a@b", "a@b"),
        ("'=1", "'=1"),
    ],
)
def test_each_type_of_value_is_formatted(value, shown):
    assert escape_formula(value) == shown


@pytest.mark.django_db
def test_no_cell_of_a_list_is_a_formula(site, client):
    dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "  =1", "＝1"]
    for number, title in enumerate(dangerous):
        make_page(NewsPage, title=f"{title} {number}", slug=f"n-{number}")
    shown = [row[0] for row in rows(client.get("/fr/feeds/news.csv"))[1:]]
    assert sorted(shown) == sorted(f"'{title} {number}".replace("\t", " ") for number, title in enumerate(dangerous))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("list_of", "column"), [("/fr/feeds/organisations.csv", 0), ("/fr/feeds/members.csv", 0)], ids=["firms", "people"]
)
def test_no_cell_of_the_directory_is_a_formula(site, client, list_of, column):
    member = MemberFactory(organisation=OrganisationFactory(name="=cmd|' /C calc'!A0"))
    member.user.first_name, member.user.last_name = "=HYPERLINK(1)", "@x"
    member.user.save()
    for row in rows(client.get(list_of))[1:]:
        assert not [value for value in row if value.startswith(FORMULA)]


EXPORTS = ["/cms/snippets/topics/organisation/", "/cms/reports/site-history/results/", "/cms/users/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", EXPORTS)
def test_no_cell_exported_from_the_cms_is_a_formula(site, client, address):
    client.force_login(UserFactory(is_superuser=True, first_name="=1+1", last_name="@SUM(A1)"))
    OrganisationFactory(name="=1+1", city="+1")
    make_page(NewsPage, title="=1+1")
    response = client.get(f"{address}?export=csv")
    text = b"".join(response).decode()
    found = list(csv.reader(io.StringIO(text)))
    assert len(found) > 1
    assert [value for row in found for value in row if value.startswith(FORMULA)] == []
    response = client.get(f"{address}?export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(response)))
    assert [entry.value for row in book.active for entry in row if entry.data_type == "f"] == []
