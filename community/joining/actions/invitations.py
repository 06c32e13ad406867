"""Send, renew, withdraw and accept invitations.

Partners have the same rights as members. Only defaults depend on the kind and the territory: the kind itself
(`default_kind`), the language of the mail and the account (`default_language`), and the languages in the directory
(`_languages_spoken`).
"""

from uuid import uuid4

from babel.languages import get_official_languages
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.joining.enums import JoinKind
from community.joining.models import INVITATION_LIFETIME, Invitation, JoinRequest
from community.members.actions import update_profile
from community.members.models import Member
from website.accounts.actions import create_account
from website.accounts.models import User
from website.notifications.actions import notify, retract
from website.topics.enums import Country
from website.topics.models import Language

HOME_COUNTRY = Country.FRANCE


class HasAccount(Exception):
    """There is already an account with this address."""


class InvitationClosed(Exception):
    """The invitation was used or withdrawn, or its link was replaced, in the meantime."""


def default_kind(territory) -> JoinKind:
    """Return PARTNER for territories outside the home country, else MEMBER."""
    is_abroad = territory is not None and territory.country != HOME_COUNTRY
    return JoinKind.PARTNER if is_abroad else JoinKind.MEMBER


def default_language(kind: str, territory) -> str:
    """Return the site's language for members, and for partners the first official language that the site offers."""
    offered = dict(settings.LANGUAGES)
    spoken = get_official_languages(territory.country, de_facto=True) if kind == JoinKind.PARTNER and territory else ()
    return next((code for code in spoken if code in offered), settings.LANGUAGE_CODE)


@transaction.atomic
def invite(email: str, *, kind: str, invited_by, at_once: bool = True, **fields) -> Invitation:
    """Send a link to create an account for `email`. `fields` are fields of Invitation.

    An open invitation of the same address is updated and sent again. Raise `HasAccount`, or `InvitationClosed` if the
    open invitation is accepted at the same time.
    """
    email = email.lower()
    if User.objects.filter(email=email).exists():
        raise HasAccount
    fields["language"] = fields.get("language") or default_language(kind, fields.get("territory"))
    fresh = {**fields, "kind": kind, "invited_by": invited_by}
    # Of two concurrent calls, the second waits for the first, then finds its row and sends it again.
    invitation, is_new = Invitation.objects.open().get_or_create(
        email=email, defaults={**fresh, "expires_at": timezone.now() + INVITATION_LIFETIME}
    )
    log(invitation, "joining.invite", user=invited_by)
    if is_new:
        _mail_link(invitation, at_once)
    else:
        Invitation.objects.filter(pk=invitation.pk).update(**fresh)
        send_link(invitation, at_once=at_once)
    return invitation


@transaction.atomic
def send_link(invitation: Invitation, *, at_once: bool = True) -> None:
    """Mail a new link, valid for two weeks, and invalidate earlier links. Raise `InvitationClosed`."""
    fresh = {"uuid": uuid4(), "expires_at": timezone.now() + INVITATION_LIFETIME}
    if not Invitation.objects.open().filter(pk=invitation.pk).update(**fresh):
        raise InvitationClosed
    invitation.refresh_from_db()
    if invitation.mail is not None:
        retract(invitation.mail)
    _mail_link(invitation, at_once)


def _mail_link(invitation: Invitation, at_once: bool) -> None:
    [invitation.mail] = notify([invitation.as_recipient], "invitation", invitation, at_once=at_once)
    invitation.save(update_fields=["mail"])


@transaction.atomic
def withdraw_invitation(invitation: Invitation, coordinator) -> None:
    """Invalidate the link. Raise `InvitationClosed`."""
    if not Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
        raise InvitationClosed
    # Another coordinator may have sent the link again in the meantime.
    invitation.refresh_from_db()
    log(invitation, "joining.withdraw", user=coordinator)
    if invitation.mail is not None:
        retract(invitation.mail)


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, password: str, first_name: str, last_name: str, language: str, job_title: str = ""
) -> User:
    """Create the account, with a verified address, and an entry in the directory with default audiences.

    Raise `InvitationClosed` if the link was used, replaced or withdrawn in the meantime, or `HasAccount` if the address
    has an account by now.
    """
    link = Invitation.objects.usable().filter(pk=invitation.pk, uuid=invitation.uuid)
    if not link.update(used_at=timezone.now()):
        raise InvitationClosed
    names = {"first_name": first_name, "last_name": last_name, "language": language}
    role = JoinKind(invitation.kind).role
    try:
        with transaction.atomic():
            user = create_account(invitation.email, role=role, password=password, is_verified=True, **names)
    except IntegrityError:
        raise HasAccount from None
    invitation.refresh_from_db()
    invitation.user = user
    invitation.save(update_fields=["user"])
    update_profile(
        Member(user=user),
        organisation=invitation.organisation,
        territory=invitation.territory,
        job_title=job_title,
        bio_language=language,
        languages=_languages_spoken(invitation, language),
    )
    JoinRequest.objects.close_as_accepted(invitation)
    log(invitation, "joining.join", user=user)
    return user


def _languages_spoken(invitation: Invitation, language: str):
    """Return the chosen language and, for partners, the official language of their country if there is only one."""
    spoken = {language}
    if invitation.kind == JoinKind.PARTNER and invitation.territory:
        official = get_official_languages(invitation.territory.country, de_facto=True)
        spoken |= set(official) if len(official) == 1 else set()
    return list(Language.objects.filter(slug__in=spoken))
