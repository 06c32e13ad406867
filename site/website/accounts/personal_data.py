from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.users.models import UserProfile

from website.core.personal_data import Holding, register_holding, rows


def _records(user) -> list[dict]:
    fields = {
        name: getattr(user, name)
        for name in ("email", "first_name", "last_name", "language", "time_zone", "date_joined", "last_login")
    }
    return [
        fields
        | {
            "roles": [group.name for group in user.groups.all()],
            "addresses": rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
            "second_factors": rows(Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"),
            "providers": rows(SocialAccount.objects.filter(user=user), "provider", "uid", "date_joined"),
            "sessions": rows(UserSession.objects.filter(user=user), "ip", "user_agent", "created_at", "last_seen_at"),
            "editing_room": rows(UserProfile.objects.filter(user=user), "theme", "density", "preferred_language"),
        }
    ]


def _erase(user, wants_removal: bool) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
    for model in (EditingSession, FormState, UserProfile, Authenticator, SocialAccount, EmailAddress):
        model.objects.filter(user=user).delete()


def _forget_sessions(now: datetime) -> int:
    """Delete the records of sessions that have expired."""
    active = Session.objects.filter(expire_date__gte=now).values("session_key")
    return UserSession.objects.exclude(session_key__in=active).delete()[0]


register_holding(
    Holding(
        name="account",
        what=_(
            "Your account: name, email address, language, time zone, role, second factors, and where you are signed in."
        ),
        why=_("To sign you in, and to write to you in your language. You asked for this when you joined."),
        kept_for=_("As long as you have an account."),
        on_erasure=_("Erased."),
        models=(
            "accounts.User_groups",
            "accounts.User_user_permissions",
            "account.EmailAddress",
            "mfa.Authenticator",
            "socialaccount.SocialAccount",
            "usersessions.UserSession",
            "wagtailusers.UserProfile",
            "wagtailadmin.EditingSession",
            "wagtailadmin.FormState",
        ),
        records=_records,
        erase=_erase,
        forget=_forget_sessions,
    )
)
