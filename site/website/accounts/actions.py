"""Create accounts, grant and revoke roles, and keep the allauth address of an account in sync.

Roles are groups, so the CMS can change them too. `signal_handlers` logs every change under the user of the active
`wagtail.log_actions.LogContext`; within a request that is `request.user`.
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
    """Create and return an account in `role`. `fields` are fields of `User`; without `password` it has none yet.

    Pass `is_verified=True` if the person has proven the address, for instance through a link sent to it. Raises
    `django.db.IntegrityError` if an account with the address exists.
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
    """Do in bulk what `create_account` does for saved `users` and `give_role` for `roles` that are not held yet."""
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, primary=True) for user in users], batch_size=BATCH_SIZE
    )
    groups = {role: Group.objects.get_or_create(name=role.value)[0] for role in {role for _user, role in roles}}
    through = User.groups.through
    through.objects.bulk_create([through(user=user, group=groups[role]) for user, role in roles], batch_size=BATCH_SIZE)
    entries = [(user, "accounts.create", {}) for user in users]
    _bulk_log(entries + [(user, "accounts.give_role", {"roles": [role.value]}) for user, role in roles])


def _bulk_log(entries: list[tuple[User, str, dict]]) -> None:
    """Write in one statement the entries that `log` would write one by one."""
    context, now, content_type = get_active_log_context(), timezone.now(), ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=content_type,
                object_id=user.pk,
                label=str(user),
                action=action,
                data=data,
                timestamp=now,
                user=context.user,
                uuid=context.uuid,
            )
            for user, action, data in entries
        ],
        batch_size=BATCH_SIZE,
    )


def verify_address(user: User) -> None:
    """Mark the primary address of the account as verified."""
    EmailAddress.objects.filter(user=user, primary=True).update(verified=True)


@transaction.atomic
def sync_primary_address(user: User) -> None:
    """Make `user.email` the only primary address of the account; a new address is not verified.

    An address that waits for confirmation remains. A replaced address is notified, because the change may have been
    made by somebody else: only a confirmation proves that it was the person.
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
