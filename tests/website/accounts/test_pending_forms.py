"""A form posted after the session was lost is stored and can be resubmitted after signing in."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.utils import timezone

from experiences.sheets.models import SheetPage
from tests.factories.people import UserFactory
from tests.factories.sheets import complete_post, make_sheet, pdf, sheet_post
from tests.reading import elements, texts
from tests.testing import StrictClient
from website.accounts import pending_forms

pytestmark = pytest.mark.django_db

PASSWORD = "industrie-et-territoires"
NEW = "/en/my/sheets/new/"
UNSENT = "/en/my/unsent/"
SAME_ORIGIN = {"origin": "http://testserver"}


def member(email):
    user = UserFactory(email=email, groups=["Members"])
    user.set_password(PASSWORD)
    user.save()
    confirmed = {"primary": True, "verified": True}
    EmailAddress.objects.update_or_create(user=user, email=email, defaults=confirmed)
    return user


@pytest.fixture
def amelie(site):
    return member("amelie@example.org")


@pytest.fixture
def browser(amelie):
    """A client that checks CSRF tokens, as a real browser does."""
    return StrictClient(enforce_csrf_checks=True)


def sign_in(browser, email="amelie@example.org"):
    page = browser.get("/en/accounts/login/")
    data = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token(page)}
    return browser.post(f"/en/accounts/login/?next={UNSENT}", data | {"next": UNSENT})


def token(page) -> str:
    return next(field["value"] for field in elements(page, "input") if field.get("name") == "csrfmiddlewaretoken")


def hidden_fields(page) -> dict:
    """Return the hidden fields that the page submits."""
    found: dict = {}
    for field in elements(page, "input"):
        if field.get("type") == "hidden":
            found.setdefault(field["name"], []).append(field["value"])
    return {name: values[0] if name == "csrfmiddlewaretoken" else values for name, values in found.items()}


def lose_session(browser):
    Session.objects.all().delete()
    browser.cookies.pop("sessionid", None)


def test_a_sheet_posted_after_the_session_was_lost_is_saved_after_signing_in(browser, amelie):
    sign_in(browser)
    form = browser.get(NEW)
    typed = complete_post(
        title="Chaleur d'une fonderie", difficulties="Ligne 1\r\n<b>Ligne 2</b>", steps=[{"text": "Un"}]
    )
    lose_session(browser)
    sent = {**typed, "csrfmiddlewaretoken": token(form), "photos-TOTAL_FORMS": 1, "photos-0-file": pdf("plan.pdf")}
    response = browser.post(NEW, sent)
    assert [response.status_code, response.url] == [302, f"/en/accounts/login/?next={UNSENT}"]
    login = browser.get(response.url)
    assert "You are no longer signed in. Sign in again. Your text is saved." in texts(login, "p")
    assert sign_in(browser).url == UNSENT
    page = browser.get(UNSENT)
    assert [words for words in texts(page, "p") if words.endswith("plan.pdf")] != []
    again = next(form for form in elements(page, "form") if form.get("action") == NEW)
    assert again["method"] == "post"
    response = browser.post(NEW, hidden_fields(page))
    sheet = SheetPage.objects.get()
    assert [response.status_code, sheet.owner, sheet.title] == [302, amelie, "Chaleur d'une fonderie"]
    draft = sheet.get_latest_revision_as_object()
    assert [draft.difficulties, [step.text for step in draft.steps.all()]] == ["Ligne 1\r\n<b>Ligne 2</b>", ["Un"]]
    assert texts(browser.get(UNSENT), "h1") == ["Nothing to send"]


def test_a_resubmitted_form_shows_its_errors(browser, amelie):
    sign_in(browser)
    form = browser.get(NEW)
    lose_session(browser)
    browser.post(
        NEW, {**sheet_post(title="", difficulties="L'encrassement des tubes."), "csrfmiddlewaretoken": token(form)}
    )
    sign_in(browser)
    response = browser.post(NEW, hidden_fields(browser.get(UNSENT)))
    assert [response.status_code, response.context["form"]["difficulties"].value()] == [
        400,
        "L'encrassement des tubes.",
    ]


def test_another_person_who_signs_in_does_not_see_it(browser, amelie):
    member("jonas@example.org")
    sign_in(browser)
    form = browser.get(NEW)
    lose_session(browser)
    browser.post(NEW, {**sheet_post(difficulties="Entre nous."), "csrfmiddlewaretoken": token(form)})
    sign_in(browser, "jonas@example.org")
    assert pending_forms.KEY not in browser.session
    page = browser.get(UNSENT)
    assert [texts(page, "h1"), "Entre nous." in page.content.decode()] == [["Nothing to send"], False]


def test_without_a_known_author_the_next_person_to_sign_in_in_this_browser_sees_it(client, amelie):
    client.post(NEW, sheet_post(difficulties="L'encrassement des tubes."))
    client.force_login(amelie)
    assert "L'encrassement des tubes." in texts(client.get(UNSENT), "li")
    other = StrictClient()
    other.force_login(amelie)
    assert texts(other.get(UNSENT), "li").count("L'encrassement des tubes.") == 0


def test_a_form_with_an_expired_token_can_be_resubmitted(browser, amelie):
    sign_in(browser)
    typed = {**sheet_post(difficulties="L'encrassement des tubes."), "csrfmiddlewaretoken": "x" * 64}
    response = browser.post(NEW, typed, headers=SAME_ORIGIN)
    assert [response.status_code, response.url] == [302, UNSENT]
    assert browser.post(NEW, hidden_fields(browser.get(UNSENT))).status_code == 302
    assert SheetPage.objects.get().get_latest_revision_as_object().difficulties == "L'encrassement des tubes."


def test_a_browser_without_cookies_is_redirected_to_the_sign_in_page(browser, amelie):
    response = browser.post(NEW, sheet_post(difficulties="L'encrassement des tubes."), headers=SAME_ORIGIN)
    assert response.url == f"/en/accounts/login/?next={UNSENT}"


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example.com"}, {"origin": "null"}])
def test_a_form_from_another_site_is_refused_and_not_stored(browser, amelie, headers):
    sign_in(browser)
    response = browser.post(NEW, sheet_post(difficulties="Piège."), headers=headers)
    assert [response.status_code, texts(response, "h1")] == [403, ["This form has expired"]]
    assert len(texts(response, "li")) == 3
    assert pending_forms.KEY not in browser.session


def test_passwords_and_codes_are_not_stored(browser, amelie):
    response = browser.post("/en/accounts/login/", {"login": "x", "password": "secret"}, headers=SAME_ORIGIN)
    assert response.status_code == 403
    browser.post(NEW, sheet_post(password="secret", otp_code="123456", difficulties="Oui."), headers=SAME_ORIGIN)
    names = [name for name, _values in browser.session[pending_forms.KEY]["fields"]]
    assert "difficulties" in names
    assert not {"password", "otp_code", "csrfmiddlewaretoken"} & set(names)


def test_signing_in_returns_to_the_requested_page(client, amelie):
    sheet = make_sheet(amelie)
    address = f"/en/my/sheets/{sheet.pk}/edit/?from=mail"
    assert client.get(address).url == f"/en/accounts/login/?next=/en/my/sheets/{sheet.pk}/edit/%3Ffrom%3Dmail"
    assert client.post(f"/en/my/sheets/{sheet.pk}/withdraw/").url.endswith(f"/en/my/sheets/{sheet.pk}/withdraw/")


def test_a_stored_form_can_be_discarded(client, amelie):
    client.post(NEW, sheet_post(difficulties="L'encrassement des tubes."))
    client.force_login(amelie)
    assert client.post(UNSENT).status_code == 302
    assert texts(client.get(UNSENT), "h1") == ["Nothing to send"]


def test_a_stored_form_expires_after_a_day(client, amelie):
    client.post(NEW, sheet_post(difficulties="L'encrassement des tubes."))
    session = client.session
    session[pending_forms.KEY]["at"] = (timezone.now() - timedelta(hours=25)).timestamp()
    session.save()
    client.force_login(amelie)
    assert texts(client.get(UNSENT), "h1") == ["Nothing to send"]


def test_posting_another_form_does_not_discard_it(client, amelie):
    client.post(NEW, sheet_post(difficulties="L'encrassement des tubes."))
    client.force_login(amelie)
    client.post("/en/my/profile/", {"visibility": "nobody"})
    assert "L'encrassement des tubes." in texts(client.get(UNSENT), "li")


def test_storing_forms_of_visitors_is_limited(client, site):
    answers = [client.post(NEW, sheet_post(difficulties="x")).status_code for _ in range(31)]
    assert [answers[0], answers[-1]] == [302, 429]


def test_a_forged_author_cookie_is_ignored(client, amelie):
    client.cookies[pending_forms.AUTHOR_COOKIE] = f"{amelie.pk}:1:forged"
    client.post(NEW, sheet_post(difficulties="L'encrassement des tubes."))
    assert client.session[pending_forms.KEY]["writer"] == ""
