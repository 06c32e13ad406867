"""Screen readers announce what changes and what went wrong, once."""

import re

import pytest
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path

from tests.reading import elements
from tests.sources import ROOT, files, name
from tests.testing import StrictClient
from website import urls as site_urls


def send_messages(request):
    messages.success(request, "Saved.")
    messages.error(request, "Not sent.")
    return redirect("/en/")


handler400 = site_urls.handler400
urlpatterns = [path("messages/", send_messages), *site_urls.urlpatterns]


@pytest.mark.django_db
def test_of_the_messages_that_come_with_a_page_errors_are_alerts_and_none_is_a_status(site, settings):
    settings.ROOT_URLCONF = __name__
    page = StrictClient().get("/messages/", follow=True)
    said = {tag["text"]: tag.get("role") for tag in elements(page, "p") if "message" in tag.get("class", "").split()}
    assert said == {"Saved.": None, "Not sent.": "alert"}
    [region] = [tag for tag in elements(page, "section") if "messages" in tag.get("class", "").split()]
    assert (region.get("role"), region["aria-label"]) == (None, "Messages")


def test_a_status_is_an_element_that_a_script_changes():
    """A status that comes with the page is not announced."""
    scripts = "".join(path.read_text() for path in files("site/website/static/js", ".js"))
    without = []
    for template in files("templates", ".html"):
        for tag in re.findall(r'<\w+[^>]*\brole="status"[^>]*>', template.read_text()):
            hooks = re.findall(r'\b(data-[\w-]+)(?:="([\w-]*)")?', tag)
            if not any(f"[{hook}" in scripts and value in scripts for hook, value in hooks):
                without.append(name(template))
    assert without == []


def test_a_button_that_says_whether_it_is_pressed_keeps_its_label():
    """A label that changes too would be read as "You said thanks, pressed"."""
    changing = []
    for template in files("templates", ".html"):
        for label in re.findall(r"<button(?=[^>]*aria-pressed)[^>]*>(.*?)</button>", template.read_text(), re.DOTALL):
            if "{% else %}" in label:
                changing.append(name(template))
    assert changing == []
    assert "aria-pressed" in (ROOT / "templates" / "forum" / "post.html").read_text()
