"""The CMS forms of pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from website.core import sections

SLUG_IS_TAKEN = _("A text in another language already has this slug.")


class BasePageForm(WagtailAdminPageForm):
    def clean(self):
        """Check the slug of a new page: `BasePage.clean` cannot, because the page has no parent yet."""
        cleaned = super().clean()
        slug = cleaned.get("slug")
        if slug and not self.instance.path and sections.slug_is_taken(self.instance, slug, self.parent_page):
            self.add_error("slug", SLUG_IS_TAKEN)
        return cleaned


class BasePageCopyForm(CopyForm):
    def clean(self):
        """Check the slug as for a new page, because the copy is a separate text."""
        cleaned = super().clean()
        slug, parent = cleaned.get("new_slug"), cleaned.get("new_parent_page") or self.page.get_parent()
        if slug and sections.slug_is_taken(Page(), slug, parent):
            self.add_error("new_slug", SLUG_IS_TAKEN)
        return cleaned
