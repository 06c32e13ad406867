from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from website.events.calendar.wording import venue_text, when

DAY, LATER = date(2026, 12, 3), date(2026, 12, 5)
LANGUAGES = ("fr", "de", "nl", "en")


def plain(words: str) -> str:
    """Replace thin and no-break spaces by ordinary ones."""
    return " ".join(words.split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "jeudi 3 décembre 2026, 09:00 – 11:30"),
        ("de", "Donnerstag, 3. Dezember 2026, 09:00–11:30 Uhr"),
        ("nl", "donderdag 3 december 2026, 09:00–11:30"),
        ("en", "Thursday, 3 December 2026, 09:00–11:30"),
    ],
)
def test_times_on_one_day(language, words):
    assert plain(when(DAY, time(9), DAY, time(11, 30), language)) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "jeu. 3 – sam. 5 déc. 2026"),
        ("de", "Do., 3. – Sa., 5. Dez. 2026"),
        ("nl", "do 3 – za 5 dec 2026"),
        ("en", "Thu, 3 Dec – Sat, 5 Dec 2026"),
    ],
)
def test_several_whole_days(language, words):
    assert plain(when(DAY, None, LATER, None, language)) == words


def test_one_whole_day():
    assert when(DAY, None, DAY, None, "fr") == "jeudi 3 décembre 2026"


def test_an_event_without_an_end_shows_its_start():
    assert when(DAY, time(9), DAY, None, "fr") == "jeudi 3 décembre 2026, 09:00"


def test_times_on_two_different_days():
    words = when(DAY, time(9), LATER, time(17, 30), "fr")
    assert plain(words) == "jeu. 3 déc. 2026, 09:00 – sam. 5 déc. 2026, 17:30"


def test_days_in_two_years_show_both_years():
    assert (
        plain(when(date(2026, 12, 31), None, date(2027, 1, 1), None, "de")) == "Do., 31. Dez. 2026 – Fr., 1. Jan. 2027"
    )


def test_english_uses_the_24_hour_clock_too():
    assert when(DAY, time(14), DAY, None, "en") == "Thursday, 3 December 2026, 14:00"


def test_a_zone_is_named_after_its_place_in_the_language_of_the_reader():
    assert (venue_text("America/New_York", "fr"), venue_text("Europe/Brussels", "de")) == ("New York", "Brüssel")


@given(
    first=st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    days=st.integers(0, 800),
    begins=st.none() | st.times(),
    ends=st.none() | st.times(),
    language=st.sampled_from(LANGUAGES),
)
def test_the_text_contains_every_date_and_time_that_was_entered(first, days, begins, ends, language):
    last = first + timedelta(days=days)
    ends = ends if begins and (days or (ends and ends > begins)) else None
    words = when(first, begins, last, ends, language)
    written = [str(first.day), str(last.day), str(last.year)]
    # CLDR writes a single time if start and end are equal.
    written += [f"{hour:%H:%M}" for hour in (begins, ends) if hour]
    assert [figure for figure in written if figure not in words] == []
    assert "\n" not in words
