"""Update addresses and the audit log after any change of an account or its roles: by the site, the CMS or a command."""

from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_save, pre_save
from wagtail.log_actions import log

from website.accounts.actions import sync_primary_address, verify_address
from website.accounts.models import User

ROLE_ACTIONS = {
    "post_add": "accounts.give_role",
    "pre_remove": "accounts.take_role",
    "pre_clear": "accounts.take_role",
}


def update_primary_address(instance, raw=False, update_fields=None, **kwargs):
    if not raw and (update_fields is None or "email" in update_fields):
        sync_primary_address(instance)


def store_superuser_status(instance, raw=False, update_fields=None, **kwargs):
    """Store on the instance whether the user was an administrator, for `log_superuser_change`."""
    if raw or (update_fields is not None and "is_superuser" not in update_fields):
        instance.was_superuser = instance.is_superuser
    else:
        instance.was_superuser = User.objects.filter(pk=instance.pk, is_superuser=True).exists()


def log_superuser_change(instance, raw=False, **kwargs):
    if not raw and instance.is_superuser != instance.was_superuser:
        action = "accounts.give_role" if instance.is_superuser else "accounts.take_role"
        log(instance, action, data={"roles": ["Administrators"]})


def log_role_change(sender, instance, action, reverse, pk_set, **kwargs):
    log_action = ROLE_ACTIONS.get(action)
    if log_action is None:
        return
    if reverse:  # changed through the group: one entry for each user
        for user in _affected(instance.user_set.all(), User.objects, action, pk_set):
            log(user, log_action, data={"roles": [instance.name]})
    elif names := sorted(group.name for group in _affected(instance.groups.all(), Group.objects, action, pk_set)):
        log(instance, log_action, data={"roles": names})


def _affected(related, candidates, action, pk_set):
    """Return the rows that change. Before a removal, `pk_set` may contain rows that are not related."""
    if action == "pre_clear":
        return related
    return (related if action == "pre_remove" else candidates).filter(pk__in=pk_set)


def verify_address_after_reset(user, **kwargs):
    """Verify the address if the account has only one, to which the link must have been sent."""
    if EmailAddress.objects.filter(user=user).count() == 1:
        verify_address(user)


pre_save.connect(store_superuser_status, User, dispatch_uid="accounts_rights_before")
post_save.connect(update_primary_address, User, dispatch_uid="accounts_address")
post_save.connect(log_superuser_change, User, dispatch_uid="accounts_rights_after")
m2m_changed.connect(log_role_change, User.groups.through, dispatch_uid="accounts_roles")
password_reset.connect(verify_address_after_reset, dispatch_uid="accounts_password_reset")
