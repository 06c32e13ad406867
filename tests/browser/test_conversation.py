"""The forum: topics, answers, drafts, thanks, follows, reports and decisions."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS

pytestmark = pytest.mark.browser

AMELIE = "amelie.weber@example.org"
JONAS = "jonas.becker@example.org"
CLAIRE = "claire.muller@example.org"
FABRICE = "fabrice.noel@example.org"
BOARD = "services-partages"
TOPIC = re.compile(r"/fr/discussions/\d+/(\?.*)?(#.*)?$")
POST = re.compile(r"#post-\d+$")


@pytest.fixture
def topic(visit):
    """`topic(title)` starts a topic as Amélie and returns its address without the language."""

    def start(title: str) -> str:
        page = visit("fr", AMELIE, java_script_enabled=False)
        page.goto(f"/fr/discussions/new/?board={BOARD}")
        page.locator("[name=title]").fill(title)
        page.locator("[name=body]").fill("Qui lave des bacs de 60 litres, et à quel prix ?")
        _send(page)
        page.wait_for_url(TOPIC)
        return page.url[page.url.index("/discussions/") :]

    return start


def _send(page) -> None:
    """Submit the form with its main button."""
    page.locator("main form.form p.actions button[type=submit]").first.click()


def _post_with(page, text: str):
    return page.locator(".post").filter(has=page.locator(".post-text", has_text=text))


def test_a_topic_is_written_with_formatting_mentions_and_a_preview(visit, inspect):
    page = visit("fr", AMELIE)
    page.goto(f"/fr/boards/{BOARD}/")
    page.locator("main a[href*='/discussions/new/']").click()
    page.wait_for_url(re.compile("/fr/discussions/new/"))
    expect(page.locator("select[name=board]")).to_have_value(BOARD)
    _write_with_formatting_and_mentions(page, inspect)
    _preview_and_send(page, inspect)

    jonas = visit("de", JONAS)
    jonas.goto("/de/my/notifications/")
    expect(jonas.locator("main").get_by_role("link", name="Une laveuse de bacs").first).to_be_visible()
    inspect(jonas)


def _write_with_formatting_and_mentions(page, inspect) -> None:
    body, choices = page.locator("[name=body]"), page.locator("[data-part=choices]")
    body.fill("Une laveuse")
    body.press("ControlOrMeta+a")
    page.locator(".toolbar button[data-mark=bold]").click()
    expect(body).to_have_value("**Une laveuse**")
    body.press("End")
    body.press_sequentially(" pour six ? ")
    page.locator(".toolbar button[data-sign='@']").click()
    body.press_sequentially("jonas be")
    expect(choices.locator("[role=option]")).to_have_count(1)
    inspect(page)
    body.press("ArrowDown")
    expect(choices.locator("[role=option]").first).to_have_attribute("aria-selected", "true")
    body.press("Enter")
    expect(choices).to_be_hidden()
    expect(body).to_have_value("**Une laveuse** pour six ? @jonas-becker ")

    body.press_sequentially("#bourse aux flux")
    expect(choices.locator("[role=option]").first).to_be_visible()
    choices.locator("[role=option]").first.click()
    expect(body).to_have_value(re.compile(r"@jonas-becker \[.+\]\(/fr/.+\) $"))


def _preview_and_send(page, inspect) -> None:
    page.locator("[data-preview-button]").click()
    preview = page.locator("[data-part=preview]")
    expect(preview.locator("strong")).to_have_text("Une laveuse")
    expect(preview).to_be_focused()
    inspect(page)

    _send(page)
    expect(page.locator(".error-links a")).to_have_count(1)
    expect(page.locator("[name=body]")).to_have_value(re.compile("jonas-becker"))
    inspect(page)
    page.locator("[name=title]").fill("Une laveuse de bacs pour six : qui en a une ?")
    _send(page)
    page.wait_for_url(TOPIC)
    expect(page.locator("main h1")).to_have_text("Une laveuse de bacs pour six : qui en a une ?")
    expect(page.locator(".post-text a[href$='/members/jonas-becker/']")).to_be_visible()
    expect(page.locator(".post-cards a")).to_have_count(1)
    inspect(page)


def test_escape_closes_the_completion_and_keeps_the_typed_text(visit):
    page = visit("fr", AMELIE)
    page.goto("/fr/discussions/new/")
    body = page.locator("[name=body]")
    body.press_sequentially("@jonas be")
    expect(page.locator("[data-part=choices] [role=option]")).to_have_count(1)
    body.press("Escape")
    expect(page.locator("[data-part=choices]")).to_be_hidden()
    expect(body).to_have_value("@jonas be")
    expect(body).to_be_focused()


def test_a_draft_survives_a_closed_browser_and_is_deleted_with_a_button(visit, inspect):
    page = visit("fr", JONAS)
    page.goto("/fr/discussions/new/")
    page.locator("[name=title]").fill("Une idée en chemin")
    page.locator("[name=body]").press_sequentially("Rien de fini.")
    page.locator("[name=kind][value=call]").check()
    page.locator("[name=themes]").nth(1).check()
    expect(page.locator("[data-draft-status]")).not_to_be_empty()
    page.context.close()

    page = visit("fr", JONAS)
    page.goto("/fr/discussions/new/")
    expect(page.locator("[name=title]")).to_have_value("Une idée en chemin")
    expect(page.locator("[name=body]")).to_have_value("Rien de fini.")
    expect(page.locator("[name=kind][value=call]")).to_be_checked()
    expect(page.locator("[name=themes]:checked")).to_have_count(1)
    inspect(page)
    page.locator(".draft-offer a").click()
    page.wait_for_url("**/fr/my/drafts/")
    inspect(page)
    page.locator("main .card .actions a").first.click()
    page.wait_for_url("**/fr/discussions/new/")
    expect(page.locator("[name=title]")).to_have_value("Une idée en chemin")
    page.locator(".draft-offer button").click()
    page.wait_for_url("**/fr/discussions/new/")
    expect(page.locator(".draft-offer")).to_have_count(0)
    expect(page.locator("[name=title]")).to_have_value("")


def test_a_reply_is_quoted_edited_deleted_and_restored(visit, inspect, topic):
    address = topic("Des bacs de 60 litres à laver")
    jonas, visitor = visit("de", JONAS), visit("fr")
    jonas.goto(f"/de{address}")
    _reply_with_a_quotation(jonas, inspect)
    _edit_the_reply(jonas, inspect)

    jonas.goto(f"/de{address}")
    _post_with(jonas, "45 Cent").locator("a[href$='/delete/']").click()
    jonas.wait_for_url(re.compile("/delete/$"))
    inspect(jonas)
    jonas.locator(".button-danger").click()
    jonas.wait_for_url(POST)
    visitor.goto(f"/fr{address}")
    expect(visitor.locator("main")).not_to_contain_text("45 Cent")
    inspect(visitor)
    jonas.locator("form[action*='/restore/'] button").click()
    expect(_post_with(jonas, "45 Cent")).to_have_count(1)
    visitor.goto(f"/fr{address}")
    expect(visitor.locator("main")).to_contain_text("45 Cent")


def _reply_with_a_quotation(jonas, inspect) -> None:
    jonas.locator("a[href*='quote=']").first.click()
    jonas.wait_for_url(re.compile(r"/reply/\?quote=\d+"))
    body = jonas.locator("[name=body]")
    expect(body).to_have_value(re.compile("> Qui lave des bacs"))
    body.press("ControlOrMeta+End")
    body.press_sequentially("Wir in Offenburg, 40 Cent.")
    _send(jonas)
    jonas.wait_for_url(POST)
    expect(_post_with(jonas, "Wir in Offenburg").locator("blockquote")).to_contain_text("Qui lave des bacs")
    inspect(jonas)


def _edit_the_reply(jonas, inspect) -> None:
    _post_with(jonas, "Wir in Offenburg").locator("a[href$='/edit/']").click()
    jonas.wait_for_url(re.compile("/edit/$"))
    inspect(jonas)
    jonas.locator("[name=body]").fill("Wir in Offenburg, 45 Cent.")
    jonas.locator("[name=reason]").fill("Der Preis stimmte nicht")
    _send(jonas)
    jonas.wait_for_url(POST)
    expect(_post_with(jonas, "45 Cent")).to_have_count(1)
    jonas.locator("a[href$='/history/']").click()
    jonas.wait_for_url(re.compile("/history/$"))
    expect(jonas.locator("main")).to_contain_text("40 Cent")
    expect(jonas.locator("main")).to_contain_text("Der Preis stimmte nicht")
    inspect(jonas)


def test_thanking_and_accepting_an_answer_take_one_button_each(visit, inspect, topic):
    address = topic("Bacs : qui les lave ?")
    jonas, amelie = visit("de", JONAS), visit("fr", AMELIE)
    jonas.goto(f"/de{address}")
    jonas.locator("[name=body]").fill("Die Lebenshilfe in Kehl.")
    _send(jonas)
    jonas.wait_for_url(POST)

    amelie.goto(f"/fr{address}")
    answer = _post_with(amelie, "Lebenshilfe")
    answer.locator("form[action*='/thank/'] button").click()
    expect(answer.locator("form[action*='/thank/'] button")).to_have_attribute("aria-pressed", "true")
    answer.locator("form[action*='/accept/'] button").click()
    expect(amelie.locator("li.is-answer")).to_contain_text("Lebenshilfe")
    inspect(amelie)
    amelie.goto(f"/fr{address}")
    amelie.locator("main .notice a[href*='/posts/']").click()
    amelie.wait_for_url(POST)


def test_a_follower_is_mailed_at_once_and_unsubscribes_without_signing_in(visit, inspect, topic, demo):
    address = topic("Bacs et couvercles")
    jonas, amelie = visit("de", JONAS), visit("fr", AMELIE)
    jonas.goto(f"/de{address}")
    follow = jonas.locator("form.follow")
    follow.locator("button[value=follow]").click()
    expect(follow.locator("button[value=unfollow]")).to_be_visible()
    inspect(jonas)
    follow.locator("a").click()
    jonas.wait_for_url(re.compile(r"/de/my/follows/\d+/"))
    inspect(jonas)
    jonas.locator("select[name=pace]").select_option("at_once")
    jonas.locator("main form button[type=submit]").first.click()
    expect(jonas.locator(".message-success")).to_be_visible()

    amelie.goto(f"/fr{address}")
    amelie.locator("[name=body]").fill("Les couvercles aussi.")
    _send(amelie)
    amelie.wait_for_url(POST)
    mail = next(mail for mail in demo.mails(JONAS) if "Bacs et couvercles" in mail["Subject"])
    assert "Les couvercles aussi." in mail.get_body(("plain",)).get_content()

    stranger = visit("de")
    stranger.goto(re.search("<(http[^>]+)>", mail["List-Unsubscribe"])[1])
    inspect(stranger)
    stranger.locator("main form button[type=submit]").click()
    expect(stranger.locator("main form")).to_have_count(0)
    inspect(stranger)
    before = len(demo.mails(JONAS))
    amelie.goto(f"/fr{address}")
    amelie.locator("[name=body]").fill("Et les palettes.")
    _send(amelie)
    amelie.wait_for_url(POST)
    assert len(demo.mails(JONAS)) == before


def test_a_report_reaches_the_moderators_who_decide_with_reasons(visit, inspect, topic):
    address = topic("Des bacs, encore")
    jonas, claire, amelie = visit("de", JONAS), visit("fr", CLAIRE), visit("fr", AMELIE)
    jonas.goto(f"/de{address}")
    jonas.locator("main a[href*='/report/post/']").first.click()
    jonas.wait_for_url(re.compile(r"/de/report/post/\d+/"))
    inspect(jonas)
    _send(jonas)
    expect(jonas.locator(".form-errors")).to_be_focused()
    inspect(jonas)
    jonas.locator("[name=reason]").last.check()
    jonas.locator("[name=words]").fill("Das steht schon woanders.")
    jonas.locator("[name=is_sincere]").check()
    _send(jonas)
    jonas.wait_for_url("**/de/report/thanks/")

    claire.goto("/fr/my/moderation/")
    claire.locator("main .cards").get_by_role("link", name="Des bacs, encore").click()
    claire.wait_for_url(re.compile(r"/fr/my/moderation/post/\d+/"))
    expect(claire.locator("main")).to_contain_text("Das steht schon woanders.")
    inspect(claire)
    claire.locator("[name=verb][value=hide]").check()
    claire.locator("main form button[type=submit]").click()
    expect(claire.locator(".error-links a")).not_to_have_count(0)
    inspect(claire)
    claire.locator("select[name=ground]").select_option(index=1)
    claire.locator("[name=clause]").fill("article 4")
    claire.locator("[name=words]").fill("La même question est ouverte depuis hier.")
    claire.locator("main form button[type=submit]").click()
    expect(claire.locator(".message-success")).to_be_visible()
    assert visit("fr").goto(f"/fr{address}").status in (200, 404)

    amelie.goto("/fr/my/notifications/")
    amelie.locator("main a[href*='/my/decisions/']").first.click()
    amelie.wait_for_url(re.compile(r"/fr/my/decisions/\d+/"))
    expect(amelie.locator("main")).to_contain_text("La même question est ouverte depuis hier.")
    inspect(amelie)
    amelie.locator("main form [name=words]").fill("Non : celle d’hier parlait de caisses.")
    amelie.locator("main form button[type=submit]").click()
    expect(amelie.locator(".message-success")).to_be_visible()
    inspect(amelie)


def test_a_visitor_who_reports_gives_an_email_address(visit, inspect):
    page = visit("fr")
    page.goto("/fr/boards/energie/")
    page.locator("main .cards h3 a").first.click()
    page.wait_for_url(TOPIC)
    page.locator("main a[href*='/report/post/']").first.click()
    page.wait_for_url(re.compile(r"/fr/report/post/\d+/"))
    expect(page.locator("[name=email]")).to_be_visible()
    inspect(page)


def test_only_the_author_of_the_post_reads_the_statement_of_reasons(visit, inspect):
    page = visit("fr", FABRICE)
    page.goto("/fr/my/notifications/")
    page.locator("main a[href*='/my/decisions/']").first.click()
    page.wait_for_url(re.compile(r"/fr/my/decisions/\d+/"))
    expect(page.locator("main dl.facts dt")).not_to_have_count(0)
    expect(page.locator("main form [name=words]")).to_be_visible()
    inspect(page)
    jonas = visit("fr", JONAS)
    assert jonas.goto(page.url).status == 404


def test_a_topic_is_written_answered_and_followed_without_script_on_a_phone(visit, topic):
    address = topic("Des bacs sans script")
    page = visit("fr", JONAS, java_script_enabled=False, viewport=WIDTHS["phone"])
    page.goto(f"/fr{address}")
    expect(page.locator(".toolbar")).to_have_count(0)
    page.locator("form.follow button[value=follow]").click()
    expect(page.locator("form.follow button[value=unfollow]")).to_be_visible()
    page.locator("[name=body]").fill("Un brouillon.")
    page.locator("[data-save-draft]").click()
    page.wait_for_url(re.compile(f"{re.escape(address.split('#')[0])}.*#answer$"))
    expect(page.locator("[name=body]")).to_have_value("Un brouillon.")
    page.locator("[name=body]").fill("**Oui**, chez nous.")
    with page.context.expect_page() as opened:
        page.locator("[data-preview-button]").click()
    expect(opened.value.locator("[data-preview] strong")).to_have_text("Oui")
    _send(page)
    page.wait_for_url(POST)
    expect(page.locator(".post-text strong")).to_have_text("Oui")
    page.goto("/fr/my/follows/")
    expect(page.locator("main").get_by_role("link", name="Des bacs sans script")).to_be_visible()
