"""Who may have a document, and what may be done with pages in the CMS beyond what groups are given there."""

from django.contrib.contenttypes.models import ContentType
from wagtail.documents.permissions import permission_policy
from wagtail.models import Page, PagePermissionTester, ReferenceIndex


def can_fetch_document(request, document) -> bool:
    """Everybody whom something published shows it to, who sent it in, and who works with documents in the CMS."""
    user = request.user
    if user.is_active and (user.pk == document.uploaded_by_user_id or _works_with_documents(user)):
        return True
    references = ReferenceIndex.get_references_to(document).values_list("base_content_type", "object_id").distinct()
    pages = ContentType.objects.get_for_model(Page)
    shown_on = {pk for kind, pk in references if kind == pages.pk}
    if any(kind != pages.pk for kind, _pk in references):
        return True
    return any(
        all(restriction.accept_request(request) for restriction in page.get_view_restrictions())
        for page in Page.objects.filter(pk__in=shown_on, live=True)
    )


def _works_with_documents(user) -> bool:
    return permission_policy.user_has_any_permission(user, ["add", "change", "choose"])


class SectionPermissionTester(PagePermissionTester):
    """Editors write in a section and may reword it; whether it is there and where is the administrators' business."""

    def can_delete(self, ignore_bulk=False):
        return self.user.is_superuser and super().can_delete(ignore_bulk)

    def can_unpublish(self):
        return self.user.is_superuser and super().can_unpublish()

    def can_move(self):
        return self.user.is_superuser and super().can_move()
