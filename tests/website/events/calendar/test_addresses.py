from datetime import UTC, date, datetime

from website.events.calendar.addresses import add_to_google, add_to_outlook, subscription

FEED = "https://example.org/fr/feeds/events.ics?theme=water&kind=visit"


def test_a_feed_has_three_subscription_urls():
    found = subscription(FEED, "Réseau – Agenda")
    assert found.webcal == "webcal://example.org/fr/feeds/events.ics?theme=water&kind=visit"
    assert found.google == (
        "https://calendar.google.com/calendar/render"
        "?cid=webcal%3A%2F%2Fexample.org%2Ffr%2Ffeeds%2Fevents.ics%3Ftheme%3Dwater%26kind%3Dvisit"
    )
    assert found.outlook == (
        "https://outlook.live.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Fexample.org%2Ffr%2Ffeeds%2Fevents.ics%3Ftheme%3Dwater%26kind%3Dvisit"
        "&name=R%C3%A9seau%20%E2%80%93%20Agenda"
    )


def test_an_event_with_times_is_added_in_utc():
    begin, end = datetime(2026, 12, 3, 8, tzinfo=UTC), datetime(2026, 12, 3, 10, 30, tzinfo=UTC)
    assert add_to_google("Visite & café", begin, end, location="Kehl") == (
        "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Visite%20%26%20caf%C3%A9"
        "&dates=20261203T080000Z%2F20261203T103000Z&location=Kehl"
    )
    assert add_to_outlook("Visite", begin, end, location="") == (
        "https://outlook.live.com/calendar/0/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent"
        "&subject=Visite&startdt=2026-12-03T08%3A00%3A00%2B00%3A00&enddt=2026-12-03T10%3A30%3A00%2B00%3A00&allday=false"
    )


def test_whole_days_are_added_as_dates():
    begin, end = date(2026, 12, 3), date(2026, 12, 6)
    assert add_to_google("Foire", begin, end).endswith("&dates=20261203%2F20261206")
    assert add_to_outlook("Foire", begin, end).endswith("startdt=2026-12-03&enddt=2026-12-06&allday=true")
