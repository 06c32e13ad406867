"""Turn some of the demo's discussions into texts, with the consent of their authors."""

from datetime import timedelta

from django.utils import timezone, translation
from wagtail.models import Page

from community.forum.models import Topic
from community.knowledge.actions import answer_contribution, create_text
from community.knowledge.enums import Consent, TextKind
from community.knowledge.models import Provenance
from experiences.sheets.actions import approve_sheet, save_sheet_draft, submit_sheet
from website.demo.content import load_content, stream_body


def load_knowledge(context, users: dict, topics: dict[str, Topic]) -> None:
    for row in load_content("knowledge.toml", "made"):
        creator, topic = users[row["creator"]], topics[row["topic"]]
        moment = timezone.now() - timedelta(days=row["days"])
        posts = list(topic.posts.filter(position__in=row["posts"]).values_list("pk", flat=True))
        with translation.override(topic.language):
            page = create_text(
                creator, topic, kind=TextKind(row["kind"]), title=row["title"], posts=posts, moment=moment
            )
            for key, answer in row.get("agreements", {}).items():
                contribution = page.provenance.contributions.get(user=users[key])
                answer_contribution(users[key], contribution, Consent(answer), moment=moment + timedelta(days=2))
            if row.get("is_published"):
                _publish(page.provenance, row, creator, context, moment + timedelta(days=5))


def _publish(provenance: Provenance, row: dict, creator, context, moment) -> None:
    page = provenance.page.specific.get_latest_revision_as_object()
    for name, text in row["texts"].items():
        setattr(page, name, stream_body(text) if name == "body" else text)
    if provenance.kind == TextKind.SHEET:
        save_sheet_draft(creator, page)
        submit_sheet(creator, page)
        approve_sheet(context.coordinator, page)
    else:
        page.save_revision(user=creator).publish(user=creator)
    moment = min(moment, timezone.now())
    Page.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
