"""Load the demo's editorial pages, and publish them as editors would."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Locale

from experiences.approaches.models import ApproachFunder, ApproachIndexPage, ApproachPage
from website.core.actions import add_page
from website.demo.content import document, load_content, picture, stream_body
from website.events.models import AgendaPage, EventPage
from website.faq.models import AnswerPage, FaqIndexPage
from website.home.models import HomePage
from website.library.models import (
    AlbumIndexPage,
    AlbumPage,
    AlbumPhoto,
    AlbumVideo,
    ToolFile,
    ToolIndexPage,
    ToolPage,
)
from website.news.models import NewsIndexPage, NewsPage
from website.pages.models import StandardPage
from website.topics.models import Organisation, Territory, Theme
from website.watch.models import WatchIndexPage, WatchNotePage


class DemoContext:
    """What rows refer to: vocabularies, the two publishers, the reference day, and loaded pages and topics by key."""

    def __init__(self, editor, coordinator, today: date):
        self.editor, self.coordinator = editor, coordinator
        self.monday = today - timedelta(days=today.weekday())
        self.themes = {theme.slug: theme for theme in Theme.objects.all()}
        self.territories = {territory.slug: territory for territory in Territory.objects.all()}
        self.countries = {t.country: t for t in self.territories.values() if t.kind == "country"}
        self.organisations = {organisation.slug: organisation for organisation in Organisation.objects.all()}
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.pages: dict[str, object] = {}
        self.topics: dict[str, object] = {}

    def day(self, days: int) -> date:
        return self.monday + timedelta(days=days)

    def publish(self, page, index, row: dict, *, days_ago: int = 0, original=None, user=None):
        """Set the fields that every row has, and publish the page below the index page in the row's language."""
        page.title, page.summary = row["title"], row["summary"]
        page.locale = self.locales[row["language"]]
        if original is not None:
            page.translation_key = original.translation_key
        source = original or page
        page.themes = source.themes.all() if original else [self.themes[slug] for slug in row["themes"]]
        page.territories = (
            source.territories.all() if original else [self.territories[slug] for slug in row.get("territories", ())]
        )
        moment = timezone.make_aware(datetime.combine(self.day(-days_ago), time(9)))
        parent = index.objects.get(locale=page.locale)
        return add_page(parent, page, user=user or self.editor, published_at=min(moment, timezone.now()))

    def publish_with_translations(self, table: str, file: str, make, index, **kwargs) -> None:
        """Publish every row of a file, then its translations."""
        for row in load_content(file, table):
            days_ago = row.get("days_ago", 0)
            self.pages[row["key"]] = self.publish(make(row, None), index, row, days_ago=days_ago)
        for row in load_content(file, "translation"):
            original = self.pages[row["key"]]
            self.publish(make(row, original), index, row, original=original)


def load_news(context: DemoContext) -> None:
    def make(row, original):
        image = original.image if original else (picture(row["image"]) if "image" in row else None)
        day = original.date if original else context.day(-row["days_ago"])
        return NewsPage(date=min(day, timezone.localdate()), image=image, body=stream_body(row["body"]))

    context.publish_with_translations("news", "news.toml", make, NewsIndexPage)


def load_watch_notes(context: DemoContext) -> None:
    for row in load_content("watch.toml", "note"):
        note = WatchNotePage(
            source=row["source"],
            source_url=row["source_url"],
            source_date=row["source_date"],
            why_it_matters=row["why_it_matters"],
            body=stream_body(row["body"]),
        )
        scope = [context.countries[code].slug for code in row.get("countries", ())]
        row = {**row, "territories": [*scope, *row.get("territories", ())]}
        context.pages[row["key"]] = context.publish(note, WatchIndexPage, row, days_ago=row["days_ago"])


def load_tools(context: DemoContext) -> None:
    for row in load_content("tools.toml", "tool"):
        facts = {name: row.get(name, "") for name in ("audience", "stage", "licence", "version")}
        tool = ToolPage(**facts, body=stream_body(row["body"]))
        tool.files = [
            ToolFile(document=document(file["title"], file["filename"], file["content"]), label=file["label"])
            for file in row["files"]
        ]
        context.pages[row["key"]] = context.publish(tool, ToolIndexPage, row)


def load_answers(context: DemoContext) -> None:
    context.publish_with_translations(
        "answer", "faq.toml", lambda row, _original: AnswerPage(body=stream_body(row["body"])), FaqIndexPage
    )


def load_albums(context: DemoContext) -> None:
    for row in load_content("albums.toml", "album"):
        album = AlbumPage(date=context.day(row["offset_days"]))
        album.photos = [AlbumPhoto(image=picture(photo), caption=photo["caption"]) for photo in row["photos"]]
        album.videos = [AlbumVideo(**video) for video in row["videos"]]
        context.publish(album, AlbumIndexPage, row)


def load_events(context: DemoContext) -> None:
    def make(row, original):
        if original is not None:
            copied = ("kind", "status", "start_date", "start_time", "end_date", "end_time", "time_zone")
            places = ("latitude", "longitude", "conference_url", "organiser")
            same = {name: getattr(original, name) for name in (*copied, *places)}
            return EventPage(**same, location=row.get("location", original.location), body=stream_body(row["body"]))
        days = (row["start_offset_days"], row.get("end_offset_days"))
        return EventPage(
            kind=row["kind"],
            status=row["status"],
            start_date=context.day(days[0]),
            end_date=context.day(days[1]) if days[1] is not None else None,
            start_time=_clock(row.get("start_time")),
            end_time=_clock(row.get("end_time")),
            time_zone=row["time_zone"],
            location=row.get("location", ""),
            latitude=row.get("latitude"),
            longitude=row.get("longitude"),
            conference_url=row.get("conference_url", ""),
            organiser=context.organisations.get(row.get("organiser")),
            body=stream_body(row["body"]),
        )

    context.publish_with_translations("event", "events.toml", make, AgendaPage)


def load_approaches(context: DemoContext, people: dict) -> None:
    for row in load_content("approaches.toml", "approach"):
        approach = ApproachPage(
            stage=row["stage"],
            start_date=_month(row.get("start"), last=False),
            end_date=_month(row.get("end"), last=True),
            staff_fte=str(row["fte"]) if "fte" in row else None,
            lead_organisation=context.organisations.get(row.get("lead")),
            facilitator=people.get(row.get("facilitator")),
            body=row["body"].strip(),
        )
        approach.funders = [
            ApproachFunder(name=funder["name"], amount_eur=funder.get("amount_eur"))
            for funder in row.get("funders", ())
        ]
        context.pages[row["key"]] = context.publish(approach, ApproachIndexPage, row, user=context.coordinator)


def load_standard_pages(context: DemoContext) -> None:
    keys = {}
    for row in load_content("pages.toml", "page"):
        page = StandardPage(
            title=row["title"],
            slug=row["slug"],
            summary=row["summary"],
            body=stream_body(row["body"]),
            locale=context.locales[row["language"]],
        )
        if row["key"] in keys:
            page.translation_key = keys[row["key"]]
        home = HomePage.objects.get(locale=page.locale)
        keys[row["key"]] = add_page(home, page, user=context.coordinator).translation_key


def _clock(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _month(text: str | None, *, last: bool) -> date | None:
    """Return the first or the last day of `YYYY-MM`, or None."""
    if not text:
        return None
    first = date.fromisoformat(f"{text}-01" if len(text) == len("2026-01") else text)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) if last else first
