"""Who may read a page or fetch a document, and limits on what CMS users may do with sections."""

from collections import defaultdict
from collections.abc import Collection

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from wagtail.documents.permissions import permission_policy
from wagtail.models import Page, PagePermissionTester, PageViewRestriction, ReferenceIndex


def readable_pages(pairs: Collection[tuple]) -> set[tuple[int, int]]:
    """Filter pairs of a user and a live page to those where the user may read the page. Return pairs of primary keys.

    Apply Wagtail's view restrictions, in three statements at most. Nobody may read a page with a password, because
    whether a browser has entered it is not known outside its requests.
    """
    roots = {path for _user, page in pairs for path in _paths_to(page)}
    restrictions = defaultdict(list)
    if roots:
        found = PageViewRestriction.objects.filter(page__path__in=roots).select_related("page")
        for restriction in found.prefetch_related("groups"):
            restrictions[restriction.page.path].append(restriction)
    groups = defaultdict(set)
    if wanted := {group.pk for found in restrictions.values() for row in found for group in row.groups.all()}:
        memberships = get_user_model().groups.through.objects
        people = {user.pk for user, _page in pairs}
        for row in memberships.filter(user_id__in=people, group_id__in=wanted).values_list("user_id", "group_id"):
            groups[row[0]].add(row[1])
    return {
        (user.pk, page.pk)
        for user, page in pairs
        if user.is_active
        and all(_allows(row, user, groups) for path in _paths_to(page) for row in restrictions.get(path, ()))
    }


def _paths_to(page: Page) -> list[str]:
    return [page.path[:length] for length in range(page.steplen, len(page.path) + 1, page.steplen)]


def _allows(restriction: PageViewRestriction, user, groups: dict[int, set]) -> bool:
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        return user.is_superuser or any(group.pk in groups[user.pk] for group in restriction.groups.all())
    return restriction.restriction_type == PageViewRestriction.LOGIN


def can_fetch_document(request, document) -> bool:
    """Return whether the user may download a document.

    These are its uploader, CMS users with permissions on documents, and the readers of what refers to it.
    """
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
    """Editors may edit a section and add pages to it. Only administrators may delete, unpublish or move it."""

    def can_delete(self, ignore_bulk=False):
        return self.user.is_superuser and super().can_delete(ignore_bulk)

    def can_unpublish(self):
        return self.user.is_superuser and super().can_unpublish()

    def can_move(self):
        return self.user.is_superuser and super().can_move()
