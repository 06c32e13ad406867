"""The parts of `make bench` that need neither PostgreSQL nor a web server."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.forum.models import Post, Topic
from experiences.sheets.models import SheetPage
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.demo.bench.client import request_for
from website.demo.bench.figures import Figure, Goal, table
from website.demo.bench.topics import fill_topics, longest_topic
from website.events.models import CalendarEntry, EventPage
from website.topics.models import Theme


def figure(goal=None, **changes):
    values = {"statements": 4, "times": [0.010, 0.030, 0.020], "rates": [(50.0, 1000.0), (90.0, 3000.0), (10.0, 500.0)]}
    return Figure("a sheet", goal or Goal(), **(values | changes))


def test_p50_is_the_median_time_in_milliseconds():
    assert figure().p50 == 20
    assert figure(times=[0.010, 0.020]).p50 == 15


def test_p95_is_the_95th_percentile_in_milliseconds():
    assert figure().p95 == 30
    assert figure(times=[number / 1000 for number in range(1, 101)]).p95 == 95


def test_the_share_is_the_median_of_the_shares_of_each_round():
    assert figure().rate == 50
    assert figure().share == 0.03


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Goal(), True),
        (Goal(statements=5), True),
        (Goal(statements=4), False),
        (Goal(share=0.03), True),
        (Goal(share=0.031), False),
        (Goal(milliseconds=20), True),
        (Goal(milliseconds=19), False),
        (Goal(statements=5, share=0.03, milliseconds=19), False),
    ],
)
def test_a_goal_is_met_if_all_its_parts_are(goal, met):
    assert figure(goal).is_met is met


def test_the_table_has_a_line_for_each_figure():
    sheet = figure(Goal(statements=15, share=0.022))
    calendar = Figure("the calendar", Goal(milliseconds=82), 1, [1.5], [(8.0, 2000.0)])
    assert table([sheet, calendar]).splitlines() == [
        "              statements  p50 ms  p95 ms  requests/s  of the bare view  goal                     met",
        "a sheet                4    20.0    30.0        50.0             3.00%  < 15 statements, ≥ 2.2%  yes",
        "the calendar           1  1500.0  1500.0         8.0             0.40%  ≤ 82 ms                  no",
    ]


def test_a_request_has_the_header_of_a_proxy_that_terminates_tls():
    lines = request_for("/fr/", "If-None-Match: x\r\n").decode().split("\r\n")
    assert lines[0] == "GET /fr/ HTTP/1.1"
    assert lines[-3:] == ["If-None-Match: x", "", ""]
    assert "X-Forwarded-Proto: https" in lines


@pytest.mark.django_db
def test_filling_copies_the_originals_and_does_nothing_the_second_time(site):
    OrganisationFactory()
    TerritoryFactory()
    MemberFactory()
    make_page(EventPage, title="Visite du port", themes=[Theme.objects.get(slug="water")])
    make_page(SheetPage, title="Chaleur d’une fonderie", context="**Trois** fours.")
    call_command("fill_bench", "--here", number=3)
    events, sheets = EventPage.objects.all(), SheetPage.objects.all()
    assert [events.count(), sheets.count(), CalendarEntry.objects.count()] == [3, 3, 3]
    assert {sheet.context for sheet in sheets} == {"**Trois** fours."}
    assert len({event.translation_key for event in events}) == 3
    assert len({event.get_absolute_url() for event in events}) == 3
    assert [Topic.objects.count(), Post.objects.count()] == [30, 300]
    assert set(Topic.objects.values_list("post_count", "newest_position", "last_post__position")) == {(10, 10, 10)}
    models = (EventPage, SheetPage, Topic, Post)
    before = [list(model.objects.values()) for model in models]
    with CaptureQueriesContext(connection) as captured:
        call_command("fill_bench", "--here", number=3)
    assert [list(model.objects.values()) for model in models] == before
    changes = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in changes if any(f'"{model._meta.db_table}"' in sql for model in models)] == []


@pytest.mark.django_db
def test_the_longest_topic_has_the_requested_number_of_posts(site):
    MemberFactory()
    make_page(SheetPage, context="**Trois** fours.")
    fill_topics(2, 45, list)
    longest = longest_topic()
    positions = list(longest.posts.order_by("position").values_list("position", flat=True))
    assert [positions, longest.last_post.position] == [list(range(1, 46)), 45]


@pytest.mark.django_db
def test_copies_are_shown_on_their_pages_and_in_feeds(site, client):
    MemberFactory()
    OrganisationFactory()
    make_page(EventPage, title="Visite du port")
    make_page(SheetPage, title="Chaleur d’une fonderie", context="**Trois** fours.")
    call_command("fill_bench", "--here", number=3)
    for sheet in SheetPage.objects.all():
        assert "<strong>Trois</strong> fours." in client.get(sheet.get_absolute_url()).content.decode()
    assert client.get("/fr/feeds/events.ics").content.decode().count("BEGIN:VEVENT") == 3
    assert client.get("/fr/feeds/sheets.json").json()["count"] == 3


@pytest.mark.django_db
def test_filling_fails_if_there_is_nothing_to_copy(site):
    OrganisationFactory()
    with pytest.raises(CommandError) as error:
        call_command("fill_bench", "--here", number=3)
    assert "events" in str(error.value)


@pytest.mark.django_db
def test_the_benchmark_refuses_other_databases_than_postgresql(settings):
    if connection.vendor == "postgresql":
        return
    with pytest.raises(CommandError) as error:
        call_command("bench")
    assert str(error.value) == "The figures are those of PostgreSQL and the production settings: call make bench."
