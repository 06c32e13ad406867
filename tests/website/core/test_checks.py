"""`manage.py check` reports page types that break the conventions of the project."""

from wagtail.admin.forms import WagtailAdminPageForm

from website.core.checks import every_page_form_is_a_base_page_form, every_page_type_is_a_base_page
from website.core.forms import BasePageForm
from website.events.models import EventPage
from website.news.models import NewsPage


class PlainForm(WagtailAdminPageForm):
    """A form that does not inherit from the base class."""


class RicherForm(BasePageForm):
    """A form that extends the base class."""


def test_the_page_types_of_the_site_follow_the_conventions():
    assert every_page_type_is_a_base_page(None) == every_page_form_is_a_base_page_form(None) == []


def test_a_page_form_that_does_not_inherit_from_base_page_form_is_reported(monkeypatch):
    monkeypatch.setattr(EventPage, "base_form_class", PlainForm)
    monkeypatch.setattr(NewsPage, "base_form_class", RicherForm)
    EventPage.get_edit_handler.cache_clear()
    NewsPage.get_edit_handler.cache_clear()
    try:
        errors = every_page_form_is_a_base_page_form(None)
    finally:
        EventPage.get_edit_handler.cache_clear()
        NewsPage.get_edit_handler.cache_clear()
    assert [(error.id, error.obj) for error in errors] == [("core.E002", EventPage)]
