"""What the directory shows of a member stands in several rows: a change of one changes its words."""

from django.conf import settings
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver

from community.members.actions import entry_changed, entry_changing, is_changing, refresh_search_texts
from community.members.models import Member
from website.topics.models import Organisation, Theme


def _changed(members, row=None) -> None:
    """Rebuild the search rows of `members`, unless the verb that writes `row` does so when everything is written."""
    if row is None or not is_changing(row):
        refresh_search_texts(members)


@receiver(post_save, sender=Member, dispatch_uid="members_member_changed")
def member_changed(sender, instance, **kwargs):
    _changed(Member.objects.filter(pk=instance.pk), instance)


def vocabularies_changed(sender, instance, action, reverse, pk_set, **kwargs):
    """Expertise and languages are written after the row."""
    if not action.startswith("post_"):
        return
    if reverse:
        _changed(Member.objects.filter(pk__in=pk_set or ()))
    else:
        _changed(Member.objects.filter(pk=instance.pk), instance)


m2m_changed.connect(vocabularies_changed, Member.expertise.through, dispatch_uid="members_expertise_changed")
m2m_changed.connect(vocabularies_changed, Member.languages.through, dispatch_uid="members_languages_changed")


@receiver(pre_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="members_account_opens")
def account_opens(sender, instance, raw, update_fields, **kwargs):
    """An account that was closed brings its entry back."""
    instance.opened_entry = None
    is_meant = instance.is_active and not raw and (update_fields is None or "is_active" in update_fields)
    if is_meant and not instance._state.adding:
        instance.opened_entry = Member.objects.filter(user=instance.pk, user__is_active=False).first()
    if instance.opened_entry:
        entry_changing.send(Member, member=instance.opened_entry)


@receiver(post_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="members_user_changed")
def user_changed(sender, instance, created, update_fields, **kwargs):
    """A name, or an account closed. Signing in changes nothing that is shown."""
    if created or (update_fields and set(update_fields) <= {"last_login", "password"}):
        return
    if Member.objects.filter(user=instance).exists():
        _changed(Member.objects.filter(user=instance), instance)
    if instance.opened_entry:
        instance.opened_entry.user = instance
        entry_changed.send(Member, member=instance.opened_entry)


@receiver(post_save, sender=Organisation, dispatch_uid="members_organisation_changed")
@receiver(post_save, sender=Theme, dispatch_uid="members_theme_changed")
def name_changed(sender, instance, created, **kwargs):
    """People are found by the names of their organisation and of what they know about."""
    if not created:
        relation = "organisation" if sender is Organisation else "expertise"
        refresh_search_texts(Member.objects.filter(**{relation: instance}))
