"""Passkey responses are untrusted input: a malformed one is refused without an error."""

import json

import pytest

from tests.reading import elements

pytestmark = pytest.mark.django_db
BASE = "/en/accounts/second-factor/"
MALFORMED = [
    "", "{", "null", "[]", "1", '"x"', "{}", "[1, 2]", '{"response": null}', '{"response": []}',
    '{"response": {"userHandle": null}}', '{"response": {"userHandle": 5}}', '{"response": {"userHandle": "ÿ"}}',
    '{"id": "AA", "rawId": "AA", "response": {}, "type": "public-key"}',
    '{"id": 1, "rawId": 2, "response": {"clientDataJSON": 3, "attestationObject": []}, "type": 4}',
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {}, "response": {
        "clientDataJSON": "AAAA", "attestationObject": "AAAA", "authenticatorData": "AAAA", "signature": "AAAA",
        "userHandle": "MQ"}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "clientExtensionResults": {}, "response": {
        "clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "A" * 80, "signature": "",
        "userHandle": "enp6enp6enp6enp6enp6eg"}}),
    "[" * 2000 + "]" * 2000,
]  # fmt: skip


@pytest.fixture
def camille(make_account, client, log_in):
    user = make_account()
    log_in(client)
    return user


@pytest.mark.parametrize("answer", MALFORMED)
def test_a_malformed_response_does_not_sign_in(client, make_account, answer):
    make_account().authenticator_set.create(type="webauthn", data={"name": "Phone", "credential": {}})
    client.get(f"{BASE}webauthn/login/", headers={"accept": "application/json"})
    response = client.post(f"{BASE}webauthn/login/", {"credential": answer})
    assert [response.status_code, "_auth_user_id" in client.session] == [302, False]


@pytest.mark.parametrize("answer", MALFORMED)
def test_a_malformed_response_adds_no_passkey(client, camille, answer):
    client.get(f"{BASE}webauthn/add/")
    response = client.post(f"{BASE}webauthn/add/", {"name": "My phone", "credential": answer})
    assert [response.status_code, "credential" in response.context["form"].errors or
            bool(response.context["form"].non_field_errors())] == [200, True]  # fmt: skip
    [name] = [field["value"] for field in elements(response, "input") if field.get("name") == "name"]
    assert [name, camille.authenticator_set.count()] == ["My phone", 0]


@pytest.mark.parametrize("answer", MALFORMED)
def test_a_malformed_response_is_no_second_step(client, make_account, log_in, answer):
    make_account().authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    log_in(client)
    client.get(f"{BASE}authenticate/")
    response = client.post(f"{BASE}authenticate/", {"credential": answer})
    assert [response.status_code, "_auth_user_id" in client.session] == [200, False]


@pytest.mark.parametrize("answer", MALFORMED)
def test_a_malformed_response_does_not_reauthenticate(client, make_account, answer):
    user = make_account()
    user.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    client.force_login(user)
    client.get(f"{BASE}webauthn/reauthenticate/")
    client.post(f"{BASE}webauthn/reauthenticate/", {"credential": answer})
    assert client.get("/en/accounts/second-factor/webauthn/add/").status_code == 302


def test_the_passkey_of_another_person_cannot_be_renamed_or_removed(client, camille, make_account):
    theirs = make_account("anna@example.org").authenticator_set.create(
        type="webauthn", data={"name": "A", "credential": {}}
    )
    for verb in ("edit", "remove"):
        address = f"{BASE}webauthn/keys/{theirs.pk}/{verb}/"
        assert [client.get(address).status_code, client.post(address, {"name": "B"}).status_code] == [404, 404]
    theirs.refresh_from_db()
    assert theirs.data["name"] == "A"


def test_passkey_sign_in_is_limited_to_ten_attempts_a_minute(client, site):
    answers = [client.post(f"{BASE}webauthn/login/", {"credential": "{}"}).status_code for _number in range(11)]
    assert answers == [302] * 10 + [429]
