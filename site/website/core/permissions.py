"""What may be done with pages in the CMS, beyond what groups are given there."""

from wagtail.models import PagePermissionTester


class SectionPermissionTester(PagePermissionTester):
    """Editors write in a section and may reword it; whether it is there and where is the administrators' business."""

    def can_delete(self, ignore_bulk=False):
        return self.user.is_superuser and super().can_delete(ignore_bulk)

    def can_unpublish(self):
        return self.user.is_superuser and super().can_unpublish()

    def can_move(self):
        return self.user.is_superuser and super().can_move()
