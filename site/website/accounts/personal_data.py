from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.users.models import UserProfile

from website.core.personal_data import Holding, register, rows


def _records(user) -> list[dict]:
    own = {
        name: getattr(user, name)
        for name in ("email", "first_name", "last_name", "language", "time_zone", "date_joined", "last_login")
    }
    return [
        own
        | {
            "roles": [group.name for group in user.groups.all()],
            "addresses": rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
            "editing_room": rows(UserProfile.objects.filter(user=user), "theme", "density", "preferred_language"),
        }
    ]


def _erase(user, wants_removal: bool) -> None:
    for model in (EditingSession, FormState, UserProfile, EmailAddress):
        model.objects.filter(user=user).delete()


register(
    Holding(
        name="account",
        what=_("Your account: name, e-mail address, language, time zone, role, when you joined and last signed in."),
        why=_("To let you in, and to write to you in your language. You asked for it when you joined."),
        kept_for=_("As long as you have an account."),
        on_erasure=_("Erased."),
        models=(
            "accounts.User_groups",
            "accounts.User_user_permissions",
            "account.EmailAddress",
            "wagtailusers.UserProfile",
            "wagtailadmin.EditingSession",
            "wagtailadmin.FormState",
        ),
        records=_records,
        erase=_erase,
    )
)
