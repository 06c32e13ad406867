"""The account pages: in the site's layout, and visible to their owner only."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from tests.factories.people import UserFactory
from tests.reading import elements, texts
from tests.testing import StrictClient
from website.accounts.actions import verify_address

pytestmark = pytest.mark.django_db
PASSWORD = "vapeur-et-condensats"
PAGES = {
    "": "My account",
    "email/": "Email address",
    "password/change/": "Change my password",
    "second-factor/": "Two-step sign-in",
    "second-factor/totp/activate/": "Set up the authenticator app",
    "second-factor/webauthn/": "My keys",
    "second-factor/webauthn/add/": "Add a key",
    "sessions/": "Sessions",
}


def totp_code(secret: str) -> str:
    """Return the code that an authenticator application shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


@pytest.fixture
def person(site):
    user = UserFactory(email="camille@example.org", language="en", groups=["Members"])
    user.set_password(PASSWORD)
    user.save()
    verify_address(user)
    return user


@pytest.fixture
def signed_in(client, person):
    """A client that has just signed in, so that no reauthentication is required."""
    assert client.post("/en/accounts/login/", {"login": person.email, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_each_page_has_its_title_and_marks_itself_among_the_others(signed_in, path, title):
    page = signed_in.get(f"/en/accounts/{path}")
    assert [page.status_code, texts(page, "h1")] == [200, [title]]
    marked = [link["href"] for link in elements(page, "a") if link.get("aria-current") == "page"]
    assert marked == [f"/en/accounts/{'second-factor/' if path.startswith('second') else path}"]


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_asked_to_sign_in_and_comes_back(client, site, path):
    response = client.get(f"/en/accounts/{path}")
    assert [response.status_code, unquote(response.url)] == [302, f"/en/accounts/login/?next=/en/accounts/{path}"]


def test_the_menu_links_to_the_account(signed_in):
    assert [link["text"] for link in elements(signed_in.get("/en/"), "a") if link["href"] == "/en/accounts/"] == [
        "My account"
    ]


def set_up_application(client) -> str:
    page = client.get("/en/accounts/second-factor/totp/activate/")
    [secret] = [text for text in texts(page, "code") if re.fullmatch(r"[A-Z2-7]{32}", text)]
    done = client.post("/en/accounts/second-factor/totp/activate/", {"code": totp_code(secret)})
    assert [done.status_code, done.url] == [302, "/en/accounts/second-factor/recovery-codes/"]
    return secret


def test_an_application_that_is_set_up_is_required_at_sign_in(signed_in, person, mailoutbox):
    secret = set_up_application(signed_in)
    codes = texts(signed_in.get("/en/accounts/second-factor/recovery-codes/"), "code")
    assert [len(codes), len(set(codes))] == [10, 10]
    assert [mail.to for mail in mailoutbox] == [["camille@example.org"]]
    signed_in.post("/en/accounts/logout/")
    login = {"login": person.email, "password": PASSWORD}
    step = signed_in.post("/en/accounts/login/", {**login, "next": "/en/my/sheets/"}, follow=True)
    assert [texts(step, "h1"), "_auth_user_id" in signed_in.session] == [["Two-step sign-in: second step"], False]
    authenticate = "/en/accounts/second-factor/authenticate/"
    wrong = signed_in.post(authenticate, {"code": "000000"})
    assert [wrong.status_code, "_auth_user_id" in signed_in.session] == [200, False]
    assert signed_in.get("/en/my/sheets/").status_code == 302
    entered = signed_in.post(authenticate, {"code": codes[0]})
    assert [entered.url, "_auth_user_id" in signed_in.session] == ["/en/my/sheets/", True]
    signed_in.post("/en/accounts/logout/")
    signed_in.post("/en/accounts/login/", login)
    assert signed_in.post(authenticate, {"code": codes[0]}).status_code == 200
    assert totp_code(secret) != ""


def test_new_recovery_codes_replace_the_old_ones(signed_in, person):
    set_up_application(signed_in)
    first = texts(signed_in.get("/en/accounts/second-factor/recovery-codes/"), "code")
    assert texts(signed_in.get("/en/accounts/second-factor/recovery-codes/generate/"), "h1") == [
        "Create new recovery codes?"
    ]
    signed_in.post("/en/accounts/second-factor/recovery-codes/generate/")
    second = texts(signed_in.get("/en/accounts/second-factor/recovery-codes/"), "code")
    assert set(first) & set(second) == set()
    file = signed_in.get("/en/accounts/second-factor/recovery-codes/download/")
    assert file.content.decode().split() == second


def test_an_application_can_be_deactivated(signed_in, person, mailoutbox):
    set_up_application(signed_in)
    page = signed_in.get("/en/accounts/second-factor/totp/deactivate/")
    assert texts(page, "h1") == ["Stop using the authenticator app?"]
    signed_in.post("/en/accounts/second-factor/totp/deactivate/")
    assert person.authenticator_set.count() == 0
    assert [mail.to for mail in mailoutbox] == [["camille@example.org"]] * 2


@pytest.mark.parametrize(
    "path", ["second-factor/totp/activate/", "second-factor/webauthn/add/", "second-factor/recovery-codes/"]
)
def test_changing_an_account_later_requires_reauthentication(client, person, path):
    client.force_login(person)
    person.authenticator_set.create(type="recovery_codes", data={"seed": "a", "used_mask": 0})
    address = f"/en/accounts/{path}"
    response = client.get(address)
    assert [response.status_code, response.url.split("?")[0]] == [302, "/en/accounts/reauthenticate/"]
    page = client.get(response.url)
    assert texts(page, "h1") == ["Confirm it is you"]
    wrong = client.post(response.url, {"password": "wrong"})
    assert [wrong.status_code, list(wrong.context["form"].errors)] == [200, ["password"]]
    right = client.post(response.url, {"password": PASSWORD})
    assert right.url == address


class TestSessions:
    @pytest.fixture
    def other_browsers(self, person):
        """Two more browsers of the same person, and one of another person."""
        stranger = UserFactory(email="anna@example.org")
        stranger.set_password(PASSWORD)
        stranger.save()
        verify_address(stranger)
        browsers = []
        for email, agent in [
            (person.email, "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
            (person.email, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605 Version/17.5 Safari/604.1"),
            (stranger.email, "curl/8"),
        ]:
            browser = StrictClient(headers={"user-agent": agent})
            browser.post("/en/accounts/login/", {"login": email, "password": PASSWORD})
            browsers.append(browser)
        return browsers

    def test_a_person_sees_their_own_and_which_one_is_this(self, other_browsers, signed_in):
        page = signed_in.get("/en/accounts/sessions/")
        assert texts(page, "h2")[:3] == ["Firefox, Linux", "Safari, iPhone", "Unknown browserthis session"]
        assert [field["name"] for field in elements(page, "input")].count("session") == 2

    def test_a_browser_whose_session_is_ended_is_signed_out_at_once(self, other_browsers, signed_in, person):
        firefox, phone, stranger = other_browsers
        pk = person.usersession_set.get(user_agent__contains="Firefox").pk
        assert signed_in.post("/en/accounts/sessions/", {"session": pk}).status_code == 302
        found = [browser.get("/en/accounts/").status_code for browser in (firefox, phone, stranger, signed_in)]
        assert found == [302, 200, 200, 200]

    def test_ending_the_current_session_signs_out_with_a_message(self, other_browsers, signed_in, person):
        key = signed_in.session.session_key
        pk = person.usersession_set.get(session_key=key).pk
        page = signed_in.post("/en/accounts/sessions/", {"session": pk}, follow=True)
        assert "_auth_user_id" not in signed_in.session
        assert texts(page, "p")[1] == "You have signed out."
        assert Session.objects.filter(session_key=key).count() == 0
        assert [browser.get("/en/accounts/").status_code for browser in other_browsers] == [200, 200, 200]

    def test_all_other_sessions_can_be_ended(self, other_browsers, signed_in):
        signed_in.post("/en/accounts/sessions/")
        found = [browser.get("/en/accounts/").status_code for browser in (*other_browsers, signed_in)]
        assert found == [302, 302, 200, 200]

    def test_the_session_of_another_person_cannot_be_ended(self, other_browsers, signed_in):
        theirs = UserSession.objects.get(user__email="anna@example.org").pk
        assert signed_in.post("/en/accounts/sessions/", {"session": theirs}).status_code == 200
        assert signed_in.post("/en/accounts/sessions/", {"session": "x"}).status_code == 200
        found = [browser.get("/en/accounts/").status_code for browser in (*other_browsers, signed_in)]
        assert found == [200, 200, 200, 200]

    def test_the_record_of_an_expired_session_is_deleted_and_no_other(self, other_browsers, signed_in, person):
        key = person.usersession_set.get(user_agent__contains="Firefox").session_key
        Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))
        call_command("forget")
        assert UserSession.objects.filter(session_key=key).count() == 0
        assert UserSession.objects.count() == 3

    def test_a_new_password_ends_all_other_sessions(self, other_browsers, signed_in):
        data = {"oldpassword": PASSWORD, "password1": "un-autre-mot-long", "password2": "un-autre-mot-long"}
        assert signed_in.post("/en/accounts/password/change/", data).status_code == 302
        found = [browser.get("/en/accounts/").status_code for browser in (*other_browsers, signed_in)]
        assert found == [302, 302, 200, 200]
