"""Whatever writes an account or its roles – the site, the CMS, a command –, its address and the audit log follow."""

from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_save, pre_save
from wagtail.log_actions import log

from website.accounts.actions import keep_address, verify_address
from website.accounts.models import User

ROLE_ACTIONS = {
    "post_add": "accounts.give_role",
    "pre_remove": "accounts.take_role",
    "pre_clear": "accounts.take_role",
}


def account_saved(instance, raw=False, update_fields=None, **kwargs):
    if not raw and (update_fields is None or "email" in update_fields):
        keep_address(instance)


def account_about_to_be_saved(instance, raw=False, update_fields=None, **kwargs):
    """Remembers, for `rights_saved`, whether the person was an administrator until now."""
    if raw or (update_fields is not None and "is_superuser" not in update_fields):
        instance.was_superuser = instance.is_superuser
    else:
        instance.was_superuser = User.objects.filter(pk=instance.pk, is_superuser=True).exists()


def rights_saved(instance, raw=False, **kwargs):
    if not raw and instance.is_superuser != instance.was_superuser:
        action = "accounts.give_role" if instance.is_superuser else "accounts.take_role"
        log(instance, action, data={"roles": ["Administrators"]})


def roles_changed(sender, instance, action, reverse, pk_set, **kwargs):
    verb = ROLE_ACTIONS.get(action)
    if verb is None:
        return
    if reverse:  # from the group's side: each person is told of
        for user in _touched(instance.user_set.all(), User.objects, action, pk_set):
            log(user, verb, data={"roles": [instance.name]})
    elif names := sorted(group.name for group in _touched(instance.groups.all(), Group.objects, action, pk_set)):
        log(instance, verb, data={"roles": names})


def _touched(present, every, action, pk_set):
    """What is really taken, of what is there; what was really given is what Django says."""
    if action == "pre_clear":
        return present
    return (present if action == "pre_remove" else every).filter(pk__in=pk_set)


def password_was_reset(user, **kwargs):
    """The link of that mail proves the address, where the account has no other that it could have gone to."""
    if EmailAddress.objects.filter(user=user).count() == 1:
        verify_address(user)


pre_save.connect(account_about_to_be_saved, User, dispatch_uid="accounts_rights_before")
post_save.connect(account_saved, User, dispatch_uid="accounts_address")
post_save.connect(rights_saved, User, dispatch_uid="accounts_rights_after")
m2m_changed.connect(roles_changed, User.groups.through, dispatch_uid="accounts_roles")
password_reset.connect(password_was_reset, dispatch_uid="accounts_password_reset")
