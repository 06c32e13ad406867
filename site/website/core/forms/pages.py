"""How editors' forms for pages differ from Wagtail's."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from website.core import sections

SLUG_IS_TAKEN = _("A text in another language has this slug already.")


class BasePageForm(WagtailAdminPageForm):
    def clean(self):
        """Says of a page that has no place yet what the page itself can only say once it has one."""
        cleaned = super().clean()
        slug = cleaned.get("slug")
        if slug and not self.instance.path and sections.slug_is_taken(self.instance, slug, self.parent_page):
            self.add_error("slug", SLUG_IS_TAKEN)
        return cleaned
