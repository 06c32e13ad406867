"""Accounts: made, given a role, and in step with the address that proves whose they are.

Roles are groups, so that the CMS gives and takes them too: whoever does it, `signal_handlers` writes it down, under
the name of whom `wagtail.log_actions.LogContext` knows; within a request that is the person who asked.
"""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import log

from website.accounts.enums import Role
from website.accounts.models import User


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


def verify_address(user: User) -> None:
    """The account's address is known to be its person's."""
    EmailAddress.objects.filter(user=user, primary=True).update(verified=True)


@transaction.atomic
def keep_address(user: User) -> None:
    """One primary address per account, the account's own; a new one is not verified.

    An address that the person wished to change to stays until it is confirmed or given up.
    """
    addresses = EmailAddress.objects.filter(user=user)
    if addresses.filter(primary=True, email=user.email).exists():
        return
    addresses.filter(primary=True).delete()
    if user.email:
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True})
