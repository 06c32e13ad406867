from django.utils.translation import gettext_lazy as _

from community.experts.models import Ask
from community.members.audiences import known_as
from website.core.personal_data import YEAR, Holding, register_holding, rows


def _records(user) -> list[dict]:
    sent = Ask.objects.filter(asked_by=user).order_by("pk")
    sent = sent.select_related("topic", "organisation", "member__user__member")
    received = Ask.objects.filter(member__user=user)
    return [
        {
            "asked_of_you": rows(received, "topic__title", "organisation__name", "created_at"),
            "asked_by_you": [
                {"topic": ask.topic.title, "whom": _whom(ask), "created_at": ask.created_at} for ask in sent
            ],
        }
    ]


def _whom(ask: Ask) -> str:
    """Name the organisation instead of its editor: the sender does not learn which editor was notified."""
    return ask.organisation.name if ask.organisation else known_as(ask.member.user)


def _forget(now) -> int:
    return Ask.objects.filter(created_at__lt=now - YEAR).delete()[0]


register_holding(
    Holding(
        name="asks",
        what=_("Questions that members asked you to help with, and the people you asked."),
        why=_("So that nobody is asked twice, or more often than they agreed to."),
        kept_for=_("One year."),
        on_erasure=_("Erased. Your requests stay, shown as from a former member."),
        models=("experts.Ask",),
        records=_records,
        forget=_forget,
    )
)
