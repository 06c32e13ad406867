"""Holdings of no other app: pages and files of the CMS, the audit log, sessions, and exports."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from website.core.models import CreditedDocument, CreditedImage
from website.core.personal_data import YEAR, Holding, register_holding, rows, unlabel
from website.privacy.actions import delete_expired_exports, delete_export
from website.privacy.models import DataExport

LOGS = (PageLogEntry, ModelLogEntry)


def _written(user) -> list[dict]:
    pages = rows(Page.objects.filter(owner=user), "title", "url_path", "first_published_at")
    images = rows(CreditedImage.objects.filter(uploaded_by_user=user), "title", "credit", "created_at")
    documents = rows(CreditedDocument.objects.filter(uploaded_by_user=user), "title", "credit", "created_at")
    return [{"pages": pages, "images": images, "documents": documents}]


def _files(user) -> list[tuple]:
    models = (CreditedImage, CreditedDocument)
    found = [item.file for model in models for item in model.objects.filter(uploaded_by_user=user)]
    return [(file.name, file) for file in found if file.storage.exists(file.name)]


def _log(user) -> list[dict]:
    return [entry for log in LOGS for entry in rows(log.objects.filter(user=user), "action", "label", "timestamp")]


def _anonymise_log(now: datetime) -> int:
    """Remove users from log entries older than a year; return the number of entries."""
    return sum(log.objects.filter(timestamp__lt=now - YEAR).exclude(user=None).update(user=None) for log in LOGS)


register_holding(
    Holding(
        name="texts",
        what=_("The texts, photos and documents you added, and your comments in the editing area."),
        why=_("To share them with the network."),
        kept_for=_("As long as they are useful, or until you ask us to remove them."),
        on_erasure=_("Published texts stay, without your name, unless you ask us to remove them."),
        models=(
            "wagtailcore.Page",
            "wagtailcore.Revision",
            "wagtailcore.Comment",
            "wagtailcore.CommentReply",
            "wagtailcore.PageSubscription",
            "wagtailcore.WorkflowState",
            "wagtailcore.TaskState",
            "wagtailcore.UploadedFile",
            "wagtailimages.Image",
            "wagtaildocs.Document",
            "core.CreditedImage",
            "core.CreditedDocument",
            "wagtail_localize.StringTranslation",
            "wagtail_localize.SegmentOverride",
        ),
        records=_written,
        files=_files,
    )
)
register_holding(
    Holding(
        name="log",
        what=_("Actions in the editing area and on accounts, when and by whom."),
        why=_("To find out what happened if something goes wrong. This is needed to keep the site secure."),
        kept_for=_("One year with the name of the person, then without it."),
        on_erasure=_("Your name is removed at once. The action and its date are kept."),
        models=("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"),
        records=_log,
        erase=lambda user, _wants_removal: unlabel(user),
        forget=_anonymise_log,
    )
)
register_holding(
    Holding(
        name="sessions",
        what=_(
            "Cookies: one identifies you while you are signed in, one identifies a text you could not send, for "
            "one day, and one protects forms. If you only read the site, we set no cookies."
        ),
        why=_("Nobody could sign in without them. Nothing else is measured or tracked."),
        kept_for=_("Two weeks after your last visit, or until you sign out."),
        on_erasure=_("Erased."),
        models=(),
        forget=lambda now: Session.objects.filter(expire_date__lt=now).delete()[0],
    )
)
register_holding(
    Holding(
        name="exports",
        what=_("The files we prepare when you request all your data."),
        why=_("So that you can download them."),
        kept_for=_("One week."),
        on_erasure=_("Erased."),
        models=("privacy.DataExport",),
        records=lambda user: rows(DataExport.objects.of(user), "created_at", "status"),
        erase=lambda user, _wants_removal: [delete_export(export) for export in DataExport.objects.of(user)],
        forget=delete_expired_exports,
    )
)
