"""What a key answers, read as input from anywhere: nothing that no key gave breaks anything."""

import json

import pytest

from tests.reading import elements

pytestmark = pytest.mark.django_db
BASE = "/en/accounts/second-factor/"
NONSENSE = [
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
def camille(known, client, enter):
    user = known()
    enter(client)
    return user


@pytest.mark.parametrize("answer", NONSENSE)
def test_nonsense_opens_no_account(client, known, answer):
    known().authenticator_set.create(type="webauthn", data={"name": "Phone", "credential": {}})
    client.get(f"{BASE}webauthn/login/", headers={"accept": "application/json"})
    response = client.post(f"{BASE}webauthn/login/", {"credential": answer})
    assert [response.status_code, "_auth_user_id" in client.session] == [302, False]


@pytest.mark.parametrize("answer", NONSENSE)
def test_nonsense_is_no_key(client, camille, answer):
    client.get(f"{BASE}webauthn/add/")
    response = client.post(f"{BASE}webauthn/add/", {"name": "My phone", "credential": answer})
    assert [response.status_code, "credential" in response.context["form"].errors or
            bool(response.context["form"].non_field_errors())] == [200, True]  # fmt: skip
    [name] = [field["value"] for field in elements(response, "input") if field.get("name") == "name"]
    assert [name, camille.authenticator_set.count()] == ["My phone", 0]


@pytest.mark.parametrize("answer", NONSENSE)
def test_nonsense_is_no_second_step(client, known, enter, answer):
    known().authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    enter(client)
    client.get(f"{BASE}authenticate/")
    response = client.post(f"{BASE}authenticate/", {"credential": answer})
    assert [response.status_code, "_auth_user_id" in client.session] == [200, False]


@pytest.mark.parametrize("answer", NONSENSE)
def test_nonsense_shows_nobody_who_they_are(client, known, answer):
    user = known()
    user.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    client.force_login(user)
    client.get(f"{BASE}webauthn/reauthenticate/")
    client.post(f"{BASE}webauthn/reauthenticate/", {"credential": answer})
    assert client.get("/en/accounts/second-factor/webauthn/add/").status_code == 302


def test_a_key_of_somebody_elses_is_neither_renamed_nor_removed(client, camille, known):
    theirs = known("anna@example.org").authenticator_set.create(type="webauthn", data={"name": "A", "credential": {}})
    for verb in ("edit", "remove"):
        address = f"{BASE}webauthn/keys/{theirs.pk}/{verb}/"
        assert [client.get(address).status_code, client.post(address, {"name": "B"}).status_code] == [404, 404]
    theirs.refresh_from_db()
    assert theirs.data["name"] == "A"


def test_one_browser_tries_ten_times_in_a_minute(client, site):
    answers = [client.post(f"{BASE}webauthn/login/", {"credential": "{}"}).status_code for _number in range(11)]
    assert answers == [302] * 10 + [429]
