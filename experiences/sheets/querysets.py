from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    CharField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.db.models.functions import Cast
from wagtail.models import Page, PageLogEntry, PageManager, WorkflowState
from wagtail.permissions import page_permission_policy

from website.core.models import Rendition
from website.topics.querysets import TopicalPageQuerySet

PHOTO_SIZES = ("width-480", "width-1000")

# The actions in Wagtail's log that are shown to authors.
HISTORY_ACTIONS = (
    "wagtail.create",
    "wagtail.workflow.start",
    "wagtail.workflow.resume",
    "wagtail.workflow.reject",
    "wagtail.workflow.approve",
    "wagtail.workflow.cancel",
    "wagtail.publish",
    "wagtail.unpublish",
)


class SheetPageQuerySet(TopicalPageQuerySet):
    def written_by(self, user):
        """Return the sheets the user wrote, in any state, last edited first. Translations are not included."""
        return self.originals().filter(owner=user).order_by("-latest_revision_created_at", "-pk")

    def with_status(self):
        """Prefetch what `SheetPage.status` reads.

        Wagtail's `prefetch_workflow_states` looks up the states of plain pages and finds none for a sheet.
        """
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        prefetch = Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states")
        return self.select_related("locale").prefetch_related(prefetch)

    def for_own_list(self):
        """Prefetch the status and defer the long texts."""
        return self.with_status().defer(*self.model.TEXT_FIELDS)

    def editable_by(self, user):
        """Matches `permissions.can_edit_sheet`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.written_by(user).exclude(_is_under_review()).filter(locked=False)

    def drafts_visible_to(self, user):
        """Matches `permissions.can_see_sheet_draft`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        reviewed = page_permission_policy.instances_user_has_permission_for(user, "publish")
        own = self.model.objects.written_by(user).order_by()
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=reviewed.values("pk")))

    def for_cards(self):
        """Fetch what a card shows and defer the long texts."""
        related = self.with_topics().select_related("organisation").prefetch_related("measures", "exchanges")
        return related.defer(*self.model.TEXT_FIELDS)


SheetPageManager = PageManager.from_queryset(SheetPageQuerySet)


REFERENCES = ("organisation", "owner", "approach")


class SheetUploadQuerySet(QuerySet):
    def hidden_from(self, user):
        """Return the uploads whose document `user` may not download."""
        hidden = self.exclude(document__sheet_documents__page__live=True)
        if not (user.is_authenticated and user.is_active):
            return hidden
        reviewed = page_permission_policy.instances_user_has_permission_for(user, "publish")
        if reviewed.filter(sheetindexpage__isnull=False).exists():
            return self.none()
        return hidden.exclude(document__uploaded_by_user=user)


def fetch_rows(sheet) -> None:
    """Prefetch the rows of a sheet and everything they refer to, in a fixed number of queries."""
    if sheet.photos.is_deferring:
        # A sheet built from a revision has its rows and their references in memory already.
        prefetch_related_objects(list(sheet.keyword_items.all()), "tag")
    else:
        prefetch_related_objects([sheet], "themes", "territories", "keywords", *sheet.row_prefetches())
        # `member` is the author's entry in the directory, an app of a higher layer.
        joined = type(sheet).objects.select_related("organisation", "owner__member", "approach__locale")
        found = joined.only(*REFERENCES).get(pk=sheet.pk)
        for name in REFERENCES:
            setattr(sheet, name, getattr(found, name))
    renditions = Rendition.objects.filter(filter_spec__in=PHOTO_SIZES)
    prefetch_related_objects(
        list(sheet.photos.all()), Prefetch("image__renditions", renditions, to_attr="prefetched_renditions")
    )


def latest_draft(sheet):
    """Return the sheet as of its latest revision, with its rows prefetched."""
    draft = sheet.get_latest_revision_as_object()
    fetch_rows(draft)
    return draft


def history_of(sheet) -> QuerySet:
    """Return the log entries shown to the author, newest first."""
    return PageLogEntry.objects.filter(page=sheet.pk, action__in=HISTORY_ACTIONS).select_related("user")


def _is_under_review() -> Exists:
    pages = ContentType.objects.get_for_model(Page)
    states = WorkflowState.objects.filter(base_content_type=pages, status=WorkflowState.STATUS_IN_PROGRESS)
    return Exists(states.filter(object_id=Cast(OuterRef("pk"), CharField())))
