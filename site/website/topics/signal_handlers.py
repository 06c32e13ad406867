"""Lists show vocabularies and organisations by name: a change of such a row is a change of what they show."""

from django.db.models.signals import m2m_changed, post_delete, post_save

from website.core.actions import raise_stamp
from website.topics.models import Keyword, Language, Organisation, Resource, Sector, Territory, Theme


def row_changed(sender, **kwargs):
    raise_stamp(sender._meta.label)


def languages_changed(sender, action, **kwargs):
    if action.startswith("post_"):
        raise_stamp(Organisation._meta.label)


for model in (Keyword, Language, Organisation, Resource, Sector, Territory, Theme):
    post_save.connect(row_changed, model, dispatch_uid=f"topics_saved_{model.__name__}")
    post_delete.connect(row_changed, model, dispatch_uid=f"topics_deleted_{model.__name__}")
m2m_changed.connect(languages_changed, Organisation.languages.through, dispatch_uid="topics_organisation_languages")
