"""An administrator adds a passkey, signs in with it alone, and uses it as a second factor."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser
EMAIL = "admin@example.org"  # no other test uses this account, which requires the passkey from now on
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(page):
    page.goto("/fr/accounts/login/")
    page.locator("input[name=login]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()


def test_a_passkey_is_added_and_used_to_sign_in(visit, axe):
    page = visit("fr")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    sign_in(page)
    page.wait_for_url("**/fr/")
    for path in ("", "email/", "password/change/", "sessions/", "second-factor/", "second-factor/totp/activate/"):
        page.goto(f"/fr/accounts/{path}")
        axe(page)

    page.goto("/fr/accounts/second-factor/webauthn/add/")
    axe(page)
    page.locator("input[name=name]").fill("Mon téléphone")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    axe(page)

    page.goto("/fr/accounts/logout/")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/fr/")
    page.goto("/fr/accounts/login/?next=/fr/my/sheets/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: url.endswith("/fr/my/sheets/") and "login" not in url)

    page.goto("/fr/accounts/logout/")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/fr/")
    sign_in(page)
    page.wait_for_url("**/second-factor/authenticate/")
    axe(page)
    expect(page.locator("#passkey-problem")).to_be_hidden()
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/fr/")


def test_a_failure_of_the_passkey_is_reported(visit):
    page = visit("fr")
    page.goto("/fr/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")
    page.locator("#passkey_login").click()
    expect(page.locator("#passkey-problem")).to_be_visible()
