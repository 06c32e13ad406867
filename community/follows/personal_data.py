from django.utils.translation import gettext_lazy as _

from community.follows import subjects
from community.follows.models import Follow
from website.core.personal_data import Holding, register_holding


def _records(user) -> list[dict]:
    follows = list(Follow.objects.of(user).select_related("user"))
    subjects.load_titles(follows)
    return [
        {
            "kind": follow.subject.name if follow.subject else "",
            "what": follow.shown.title if follow.shown else "",
            "filters": follow.query,
            "pace": follow.pace,
            "is_muted": follow.is_muted,
            "since": follow.created_at,
        }
        for follow in follows
    ]


register_holding(
    Holding(
        name="follows",
        what=_("What you follow on the site, and how often you are notified."),
        why=_("So that we can tell you what is new in what you follow."),
        kept_for=_("Until you stop following it."),
        on_erasure=_("Erased."),
        models=("follows.Follow",),
        records=_records,
        erase=lambda user, _wants_removal: Follow.objects.of(user).delete(),
    )
)
