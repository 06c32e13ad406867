"""Accounts: made, given a role, and in step with the address that proves whose they are.

Roles are groups, so that the CMS gives and takes them too: whoever does it, `signal_handlers` writes it down, under
the name of whom `wagtail.log_actions.LogContext` knows; within a request that is the person who asked.
"""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import ModelLogEntry

from website.accounts.enums import Role
from website.accounts.models import User
from website.core.actions import BATCH_SIZE


@transaction.atomic
def create_account(email: str, *, role: Role, password: str | None = None, is_verified: bool = False, **fields) -> User:
    """An account in `role`; without a password until its person chooses one. `fields` are User's.

    `is_verified`: the address is known to be the person's, as after a link that was sent to it. Raises
    `django.db.IntegrityError` where the address has an account.
    """
    user = User.objects.create_user(email, password, **fields)
    log(user, "accounts.create")
    give_role(user, role)
    if is_verified:
        verify_address(user)
    return user


def give_role(user: User, role: Role) -> None:
    user.groups.add(Group.objects.get_or_create(name=role.value)[0])


def take_role(user: User, role: Role) -> None:
    user.groups.remove(*Group.objects.filter(name=role.value))


@transaction.atomic
def apply_account_changes(users: list[User], roles: list[tuple[User, Role]]) -> None:
    """What `create_account` and `give_role` do, for new `users` and for `roles` that nobody has yet, in bulk."""
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, primary=True) for user in users], batch_size=BATCH_SIZE
    )
    groups = {role: Group.objects.get_or_create(name=role.value)[0] for role in {role for _user, role in roles}}
    through = User.groups.through
    through.objects.bulk_create([through(user=user, group=groups[role]) for user, role in roles], batch_size=BATCH_SIZE)
    acts = [(user, "accounts.create", {}) for user in users]
    _log_all(acts + [(user, "accounts.give_role", {"roles": [role.value]}) for user, role in roles])


def _log_all(acts: list[tuple[User, str, dict]]) -> None:
    """As `log` does each, in one statement."""
    context, moment, kind = get_active_log_context(), timezone.now(), ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=kind,
                object_id=user.pk,
                label=str(user),
                action=action,
                data=data,
                timestamp=moment,
                user=context.user,
                uuid=context.uuid,
            )
            for user, action, data in acts
        ],
        batch_size=BATCH_SIZE,
    )


def verify_address(user: User) -> None:
    """The account's address is known to be its person's."""
    EmailAddress.objects.filter(user=user, primary=True).update(verified=True)


@transaction.atomic
def keep_address(user: User) -> None:
    """One primary address per account, the account's own; a new one is not verified.

    An address that the person wished to change to stays until it is confirmed or given up. One that is replaced is
    told so: whoever confirms a new one is the person, whoever writes one into the account need not be.
    """
    addresses = EmailAddress.objects.filter(user=user)
    if addresses.filter(primary=True, email=user.email).exists():
        return
    replaced = list(addresses.filter(primary=True).values_list("email", flat=True))
    addresses.filter(primary=True).delete()
    if user.email:
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True})
    for address in replaced:
        get_adapter().send_mail("account/email/address_replaced", address, {"user": user})
