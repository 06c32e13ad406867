"""Screen readers announce changes and errors, once."""

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
def test_messages_rendered_with_a_page_are_alerts_if_they_are_errors_and_never_statuses(site, settings):
    settings.ROOT_URLCONF = __name__
    page = StrictClient().get("/messages/", follow=True)
    said = {tag["text"]: tag.get("role") for tag in elements(page, "p") if "message" in tag.get("class", "").split()}
    assert said == {"Saved.": None, "Not sent.": "alert"}
    [region] = [tag for tag in elements(page, "section") if "messages" in tag.get("class", "").split()]
    assert (region.get("role"), region["aria-label"]) == (None, "Messages")


def test_every_element_with_the_role_status_is_changed_by_a_script():
    """Screen readers do not announce a status that is rendered with the page."""
    scripts = "".join(path.read_text() for path in files("site/website/static/js", ".js"))
    without = []
    for template in files("templates", ".html"):
        for tag in re.findall(r'<\w+[^>]*\brole="status"[^>]*>', template.read_text()):
            hooks = re.findall(r'\b(data-[\w-]+)(?:="([\w-]*)")?', tag)
            if not any(f"[{hook}" in scripts and value in scripts for hook, value in hooks):
                without.append(name(template))
    assert without == []


def test_the_label_of_a_toggle_button_never_changes():
    """If the label changed as well, it would be read as “You said thanks, pressed”."""
    changing = []
    for template in files("templates", ".html"):
        for label in re.findall(r"<button(?=[^>]*aria-pressed)[^>]*>(.*?)</button>", template.read_text(), re.DOTALL):
            if "{% else %}" in label:
                changing.append(name(template))
    assert changing == []
    assert "aria-pressed" in (ROOT / "templates" / "forum" / "post_actions.html").read_text()
