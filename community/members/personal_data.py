from django.utils.translation import gettext_lazy as _

from community.members.audiences import FIELDS, audience_name
from community.members.models import Member
from website.core.personal_data import Holding, register_holding, unlabel
from website.notifications.models import Notification


def _records(user) -> list[dict]:
    return [
        {
            "function": entry.job_title,
            "organisation": str(entry.organisation or ""),
            "territory": str(entry.territory or ""),
            "expertise": [str(theme) for theme in entry.expertise.all()],
            "languages": [str(language) for language in entry.languages.all()],
            "in_a_few_words": entry.bio,
            "telephone": entry.phone,
            "audiences": {name: getattr(entry, audience_name(name)) for name in FIELDS},
            "visibility": entry.visibility,
            "questions_per_month": entry.questions_per_month,
            "joined_at": entry.joined_at,
        }
        for entry in Member.objects.filter(user=user)
    ]


def _erase(user, wants_removal: bool) -> None:
    for entry in Member.objects.filter(user=user):
        unlabel(entry)
        Notification.objects.about(Member.objects.filter(pk=entry.pk)).delete()
        entry.delete()
    Notification.objects.filter(kind="member-message", data__reply_to=user.email).delete()


register_holding(
    Holding(
        name="directory",
        what=_(
            "Your directory entry: organisation, job title, territory, expertise, languages, telephone, and how "
            "often you agree to be asked."
        ),
        why=_(
            "So that others can find the right person to ask. You choose who can see it. People who can see it "
            "and follow the directory are notified when you join."
        ),
        kept_for=_("As long as you have an account."),
        on_erasure=_("Erased."),
        models=("members.Member",),
        records=_records,
        erase=_erase,
    )
)
