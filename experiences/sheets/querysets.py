from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Cast
from wagtail.models import Page, PageLogEntry, PageManager, WorkflowState
from wagtail.permissions import page_permission_policy

from website.core.models import CreditedImage
from website.topics.querysets import TopicalPageQuerySet

PHOTO_SIZE = "width-1000"

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
        older = Page.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
        originals = self.filter(~Exists(older), alias_of=None)
        return originals.filter(owner=user).order_by("-latest_revision_created_at", "-pk")

    def with_status(self):
        """Ready to tell where each stands, in a fixed number of statements."""
        return self.select_related("locale").prefetch_workflow_states()

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
        return (
            self.with_topics()
            .select_related("organisation")
            .prefetch_related("measures", "exchanges")
            .defer(*self.model.TEXT_FIELDS)
        )

    def for_page(self):
        """With all that the page of one sheet shows; `member` is what the directory knows of an author, if anything."""
        rows = {relation: self.model._meta.get_field(relation).related_model.objects for relation in ROWS}
        return (
            super()
            .for_page()
            .select_related("organisation", "owner__member", "approach__locale")
            .prefetch_related("themes", "territories", "keywords", "steps", "factors")
            .prefetch_related(*(Prefetch(name, rows[name].select_related(*ROWS[name])) for name in ROWS))
            .prefetch_related(Prefetch("photos__image", CreditedImage.objects.prefetch_renditions(PHOTO_SIZE)))
        )


SheetPageManager = PageManager.from_queryset(SheetPageQuerySet)

ROWS = {
    "exchanges": ["resource"],
    "measures": ["territory"],
    "documents": ["document"],
}


class SheetUploadQuerySet(QuerySet):
    def hidden_from(self, user):
        """The documents that came in with a sheet and that `user` may not have (yet)."""
        hidden = self.exclude(document__sheet_documents__page__live=True)
        if not (user.is_authenticated and user.is_active):
            return hidden
        if page_permission_policy.user_has_permission(user, "publish"):
            return self.none()
        return hidden.exclude(document__uploaded_by_user=user)


def latest_draft(sheet):
    """The sheet with the changes of its latest revision, as ready to be shown as one that `for_page` gave."""
    draft = sheet.get_latest_revision_as_object()
    if draft is not sheet:
        # Its rows are in memory, made of the revision; what they point to is not.
        for relation, pointers in {**ROWS, "keyword_items": ["tag"], "photos": ["image__renditions"]}.items():
            prefetch_related_objects(list(getattr(draft, relation).all()), *pointers)
    return draft


def history_of(sheet) -> QuerySet:
    """What happened to a sheet, the newest first."""
    return PageLogEntry.objects.filter(page=sheet.pk, action__in=HISTORY).select_related("user")


def _is_under_review() -> Exists:
    pages = ContentType.objects.get_for_model(Page)
    states = WorkflowState.objects.filter(base_content_type=pages, status=WorkflowState.STATUS_IN_PROGRESS)
    return Exists(states.filter(object_id=Cast(OuterRef("pk"), CharField())))
