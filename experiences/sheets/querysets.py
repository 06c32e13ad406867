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

# What of Wagtail's log an author is told.
HISTORY = (
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
        """A member's own sheets in whatever state, the last touched first; translations are the translators'."""
        return self.originals().filter(owner=user).order_by("-latest_revision_created_at", "-pk")

    def with_status(self):
        """Ready to tell where each stands, in a fixed number of statements.

        Wagtail's own `prefetch_workflow_states` asks for the states of plain pages: of a sheet it finds none.
        """
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        prefetch = Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states")
        return self.select_related("locale").prefetch_related(prefetch)

    def for_own_list(self):
        """With the status, without the long texts."""
        return self.with_status().defer(*self.model.TEXT_FIELDS)

    def editable_by(self, user):
        """The twin of `permissions.can_edit_sheet`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.written_by(user).exclude(_is_under_review()).filter(locked=False)

    def drafts_visible_to(self, user):
        """The twin of `permissions.can_see_sheet_draft`."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        reviewed = page_permission_policy.instances_user_has_permission_for(user, "publish")
        own = self.model.objects.written_by(user).order_by()
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=reviewed.values("pk")))

    def for_cards(self):
        """With what a card says of each, without the long texts."""
        related = self.with_topics().select_related("organisation").prefetch_related("measures", "exchanges")
        return related.defer(*self.model.TEXT_FIELDS)


SheetPageManager = PageManager.from_queryset(SheetPageQuerySet)


POINTERS = ("organisation", "owner", "approach")


class SheetUploadQuerySet(QuerySet):
    def hidden_from(self, user):
        """The documents that came in with a sheet and that `user` may not have (yet)."""
        hidden = self.exclude(document__sheet_documents__page__live=True)
        if not (user.is_authenticated and user.is_active):
            return hidden
        reviewed = page_permission_policy.instances_user_has_permission_for(user, "publish")
        if reviewed.filter(sheetindexpage__isnull=False).exists():
            return self.none()
        return hidden.exclude(document__uploaded_by_user=user)


def fetch_rows(sheet) -> None:
    """All that stands in a sheet, and what it points to, in a fixed number of statements."""
    if sheet.photos.is_deferring:
        # Built from a revision: its rows and what they refer to are in memory already.
        prefetch_related_objects(list(sheet.keyword_items.all()), "tag")
    else:
        prefetch_related_objects([sheet], "themes", "territories", "keywords", *sheet.row_prefetches())
        # `member` is what the directory knows of an author, if anything: it lives a layer above.
        joined = type(sheet).objects.select_related("organisation", "owner__member", "approach__locale")
        found = joined.only(*POINTERS).get(pk=sheet.pk)
        for name in POINTERS:
            setattr(sheet, name, getattr(found, name))
    renditions = Rendition.objects.filter(filter_spec__in=PHOTO_SIZES)
    prefetch_related_objects(
        list(sheet.photos.all()), Prefetch("image__renditions", renditions, to_attr="prefetched_renditions")
    )


def latest_draft(sheet):
    """The sheet with the changes of its latest revision, its rows at hand."""
    draft = sheet.get_latest_revision_as_object()
    fetch_rows(draft)
    return draft


def history_of(sheet) -> QuerySet:
    """What happened to a sheet, the newest first."""
    return PageLogEntry.objects.filter(page=sheet.pk, action__in=HISTORY).select_related("user")


def _is_under_review() -> Exists:
    pages = ContentType.objects.get_for_model(Page)
    states = WorkflowState.objects.filter(base_content_type=pages, status=WorkflowState.STATUS_IN_PROGRESS)
    return Exists(states.filter(object_id=Cast(OuterRef("pk"), CharField())))
