"""Refresh the search rows of members when their entry, account, organisation or expertise changes."""

from django.conf import settings
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver

from community.members.actions import entry_changed, entry_changing, is_changing, refresh_search_texts
from community.members.models import Member
from website.topics.models import Organisation, Theme


def _refresh(members, row=None) -> None:
    """Refresh the search rows of `members`, unless the action that writes `row` does so at its end."""
    if row is None or not is_changing(row):
        refresh_search_texts(members)


@receiver(post_save, sender=Member, dispatch_uid="members_member_changed")
def member_changed(sender, instance, **kwargs):
    _refresh(Member.objects.filter(pk=instance.pk), instance)


def vocabularies_changed(sender, instance, action, reverse, pk_set, **kwargs):
    """Handle expertise and languages, which are written after the row."""
    if not action.startswith("post_"):
        return
    if reverse:
        _refresh(Member.objects.filter(pk__in=pk_set or ()))
    else:
        _refresh(Member.objects.filter(pk=instance.pk), instance)


m2m_changed.connect(vocabularies_changed, Member.expertise.through, dispatch_uid="members_expertise_changed")
m2m_changed.connect(vocabularies_changed, Member.languages.through, dispatch_uid="members_languages_changed")


@receiver(pre_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="members_account_opens")
def account_opens(sender, instance, raw, update_fields, **kwargs):
    """Announce that the entry of an account that is reopened becomes visible again."""
    instance.opened_entry = None
    may_open = instance.is_active and not raw and (update_fields is None or "is_active" in update_fields)
    if may_open and not instance._state.adding:
        instance.opened_entry = Member.objects.filter(user=instance.pk, user__is_active=False).first()
    if instance.opened_entry:
        entry_changing.send(Member, member=instance.opened_entry)


@receiver(post_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="members_user_changed")
def user_changed(sender, instance, created, update_fields, **kwargs):
    """Refresh after a change of name or status. Signing in changes nothing that is shown."""
    if created or (update_fields and set(update_fields) <= {"last_login", "password"}):
        return
    if Member.objects.filter(user=instance).exists():
        _refresh(Member.objects.filter(user=instance), instance)
    if instance.opened_entry:
        instance.opened_entry.user = instance
        entry_changed.send(Member, member=instance.opened_entry)


@receiver(post_save, sender=Organisation, dispatch_uid="members_organisation_changed")
@receiver(post_save, sender=Theme, dispatch_uid="members_theme_changed")
def name_changed(sender, instance, created, **kwargs):
    """Refresh the members who are found by the name of this organisation or theme."""
    if not created:
        relation = "organisation" if sender is Organisation else "expertise"
        refresh_search_texts(Member.objects.filter(**{relation: instance}))
