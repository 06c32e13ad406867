from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from experiences.sheets.actions.uploads import delete_uploads
from experiences.sheets.models import SheetPage
from website.core.personal_data import Holding, register_holding
from website.notifications.models import Notification


def _records(user) -> list[dict]:
    return [
        {
            "title": sheet.draft_title,
            "language": sheet.locale.language_code,
            "address": sheet.full_url if sheet.live else "",
            "contact": sheet.contact,
            "texts": {name: getattr(sheet, name) for name in SheetPage.TEXT_FIELDS},
        }
        for sheet in (row.get_latest_revision_as_object() for row in SheetPage.objects.written_by(user))
    ]


def _erase(user, wants_removal: bool) -> None:
    """Delete drafts with their files, and remove the contact from published sheets unless the user wants them removed."""
    # The notifications to reviewers contain the author's name.
    Notification.objects.about(SheetPage.objects.filter(owner=user)).delete()
    for sheet in SheetPage.objects.filter(owner=user):
        if wants_removal or sheet.first_published_at is None:
            delete_uploads(user, sheet)
            Page.objects.get(pk=sheet.pk).delete()
        else:
            _remove_contact(sheet)


def _remove_contact(sheet: SheetPage) -> None:
    SheetPage.objects.filter(pk=sheet.pk).update(contact="")
    for revision in Revision.objects.for_instance(sheet):
        revision.content["contact"] = ""
        revision.save(update_fields=["content"])


register_holding(
    Holding(
        name="sheets",
        what=_("The experience sheets you wrote, their contact person, and their drafts."),
        why=_("To share with others what your territory tried."),
        kept_for=_("As long as they are useful, or until you ask us to remove them."),
        on_erasure=_(
            "Drafts are erased. Published sheets stay, shown as from a former member and without a contact, "
            "unless you ask us to remove them."
        ),
        models=(),
        records=_records,
        erase=_erase,
    )
)
