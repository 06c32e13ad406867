"""What the directory shows of a member stands in several rows: a change of one changes its lists and its index."""

from django.conf import settings
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.search import index

from community.members.models import Member
from website.core.actions import raise_stamp
from website.topics.models import Organisation


@receiver([post_save, post_delete], sender=Member, dispatch_uid="members_member_changed")
def member_changed(sender, **kwargs):
    raise_stamp(Member._meta.label)


def vocabularies_changed(sender, instance, action, reverse, **kwargs):
    """Expertise and languages are written after the row, so the index takes them in here."""
    if not action.startswith("post_"):
        return
    raise_stamp(Member._meta.label)
    if not reverse:
        index.insert_or_update_object(instance)


m2m_changed.connect(vocabularies_changed, Member.expertise.through, dispatch_uid="members_expertise_changed")
m2m_changed.connect(vocabularies_changed, Member.languages.through, dispatch_uid="members_languages_changed")


@receiver(post_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="members_user_changed")
def user_changed(sender, instance, created, update_fields, **kwargs):
    """A name, or an account closed. Signing in changes nothing that is shown."""
    if created or (update_fields and set(update_fields) <= {"last_login", "password"}):
        return
    member = Member.objects.filter(user=instance).first()
    if member:
        raise_stamp(Member._meta.label)
        index.insert_or_update_object(member)


@receiver(post_save, sender=Organisation, dispatch_uid="members_organisation_changed")
def organisation_changed(sender, instance, created, **kwargs):
    """People are found by the name of their organisation."""
    if not created:
        for member in instance.members.all():
            index.insert_or_update_object(member)
