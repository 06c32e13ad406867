"""What became of some of the demo's discussions: made, agreed to, rewritten and published through the rooms' own actions."""

from datetime import timedelta

from django.utils import timezone, translation
from wagtail.models import Page

from community.forum.models import Topic
from community.knowledge.actions import answer_credit, make_knowledge
from community.knowledge.enums import Agreement, Kind
from community.knowledge.models import Origin
from experiences.sheets.actions import approve_sheet, save_sheet_draft, submit_sheet
from website.demo.content import body, read


def load_knowledge(shelf, users: dict, topics: dict[str, Topic]) -> None:
    for row in read("knowledge.toml", "made"):
        maker, topic = users[row["maker"]], topics[row["topic"]]
        moment = timezone.now() - timedelta(days=row["days"])
        posts = list(topic.posts.filter(position__in=row["posts"]).values_list("pk", flat=True))
        with translation.override(topic.language):
            made = make_knowledge(maker, topic, kind=Kind(row["kind"]), title=row["title"], posts=posts, moment=moment)
            for key, answer in row.get("agreements", {}).items():
                credit = made.origin.credits.get(user=users[key])
                answer_credit(users[key], credit, Agreement(answer), moment=moment + timedelta(days=2))
            if row.get("is_published"):
                _publish(made.origin, row, maker, shelf, moment + timedelta(days=5))


def _publish(origin: Origin, row: dict, maker, shelf, moment) -> None:
    page = Page.objects.get(pk=origin.page_id).specific.get_latest_revision_as_object()
    for name, text in row["texts"].items():
        setattr(page, name, body(text) if name == "body" else text)
    if origin.kind == Kind.SHEET:
        save_sheet_draft(maker, page)
        submit_sheet(maker, page)
        approve_sheet(shelf.coordinator, page)
    else:
        page.save_revision(user=maker).publish(user=maker)
    moment = min(moment, timezone.now())
    Page.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
