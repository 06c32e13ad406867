"""The test configuration rejects what it promises to reject."""

import socket
import warnings
from itertools import count

import pytest
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpResponse
from django.template import Context, Engine
from django.template.base import Origin, Template
from django.test import override_settings
from django.urls import path

from tests import database
from tests.factories.people import UserFactory
from tests.markup import faults
from tests.sources import ROOT
from tests.testing import OWN_TEMPLATES, StrictClient, UndefinedVariable, no_runaway, uses_services
from website.accounts.models import User
from website.home.models import HomePage

PAGE = '<html lang="fr"><head><title>T</title></head><body><main><h1>T</h1>{}</main></body></html>'


def render_source(source: str, folder: str = OWN_TEMPLATES, **context) -> str:
    component = "{% if image %}<img>{% endif %}{{ title }}"
    engine = Engine(
        string_if_invalid=UndefinedVariable(),
        loaders=[("django.template.loaders.locmem.Loader", {"component.html": component})],
        libraries={"i18n": "django.templatetags.i18n"},
    )
    for_component = engine.get_template("component.html")
    for node in for_component.nodelist:
        node.origin = Origin(f"{folder}/component.html")
    template = Template(source, Origin(f"{folder}/page.html"), "page.html", engine)
    return template.render(Context({**context, "component": for_component}))


@pytest.mark.parametrize(
    "source",
    [
        "{{ title }}",
        "{{ title|upper }}",
        "{{ item.summary }}",
        "{% load i18n %}{% blocktranslate %}by {{ author }}{% endblocktranslate %}",
        "{% include component with title=item.titel only %}",
        "{% with words=item.wrods %}{{ words }}{% endwith %}",
        "{% with words=wrods %}{{ words }}{% endwith %}",
    ],
)
def test_an_undefined_variable_in_a_template_of_ours_fails(source):
    with pytest.raises(pytest.fail.Exception, match="is undefined in"):
        render_source(source, item={"title": "Vapeur"})


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{% if title %}{{ title }}{% endif %}", ""),
        ("{% for item in items %}{{ item }}{% endfor %}", ""),
        ("{% include component with title=item.title image=photo only %}", "Vapeur"),
    ],
)
def test_a_variable_that_is_only_tested_or_passed_on_may_be_undefined(source, shown):
    assert render_source(source, item={"title": "Vapeur"}) == shown


@pytest.mark.parametrize(
    "source", ["{{ title }}", "{{ title|upper }}", "{% include component with image=photo only %}"]
)
def test_a_template_of_a_package_may_use_undefined_variables(source):
    assert render_source(source, folder="/elsewhere") == ""


def test_the_default_filter_works_in_a_template_of_a_package():
    assert render_source('{{ title|default:"nothing" }}', folder="/elsewhere") == "nothing"


def test_a_valid_page_has_no_faults():
    body = '<p>Bon</p><br><img src="/a.png" alt=""><label for="q">Q</label><input id="q"><script src="/a.js"></script>'
    assert faults(PAGE.format(body)) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>Second</h1>", "2 <h1>, not one"),
        ('<p style="color: red">x</p>', 'line 1: inline style="color: red" on <p>'),
        ('<p onclick="go()">x</p>', 'line 1: inline onclick="go()" on <p>'),
        ("<script>go()</script>", "line 1: inline <script>"),
        ("<style>p {}</style>", "line 1: inline <style>"),
        ('<a href="javascript:go()">x</a>', "line 1: href of <a> is a script"),
        ('<img src="/a.png">', "line 1: the picture /a.png has no alt"),
        ('<p id="a"></p><p id="a"></p>', "the id a is used 2 times"),
        ('<label for="gone">x</label>', "for leads to the id gone, which is nowhere"),
        (
            '<img src="https://cdn.example.com/a.png" alt="">',
            "line 1: <img> asks a third party: https://cdn.example.com/a.png",
        ),
        ('<img src="/a" srcset="//b.example.com/c 2x" alt="">', "line 1: <img> asks a third party: //b.example.com/c"),
        ("<p><b>x</p></b>", "line 1: </p> closes b"),
        ("<ul><li>x", "line 1: </main> closes li"),
    ],
)
def test_each_fault_of_a_page_is_found(body, fault):
    assert fault in faults(PAGE.format(body))


@pytest.mark.parametrize(
    ("script", "is_refused"),
    [
        ('<script type="module" src="/a.js" nonce="abc"></script>', False),
        ('<script type="application/json">{}</script>', False),
        ('<script src="/a.js"></script>', True),
        ('<script src="/a.js" nonce="old"></script>', True),
    ],
)
def test_a_script_that_the_policy_refuses_is_found(script, is_refused):
    found = faults(PAGE.format(script), "script-src 'nonce-abc'")
    assert found == (["line 1: the policy refuses the script /a.js"] if is_refused else [])


def test_a_page_without_a_language_is_faulty():
    assert faults(PAGE.format("").replace(' lang="fr"', "")) == ["line 1: the document has no language"]


def test_a_fragment_needs_no_heading():
    assert faults("<p>Un morceau</p>") == []


def _sloppy(request):
    return HttpResponse("<p onclick='x()'>x</p>")


def _committing(request):
    transaction.on_commit(lambda: send_mail("Vu", "", None, ["camille@example.org"]))
    return HttpResponse("Bon")


POLICY = ["website.core.middleware.SecurityHeadersMiddleware"]
urlpatterns = [path("sloppy/", _sloppy), path("committing/", _committing), path("cms/sloppy/", _sloppy)]


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=POLICY)
def test_the_client_refuses_a_faulty_page_of_ours():
    with pytest.raises(AssertionError, match="the page /sloppy/ has faults"):
        StrictClient().get("/sloppy/")
    assert StrictClient().get("/cms/sloppy/").status_code == 200


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])
def test_the_client_refuses_a_page_without_a_policy():
    with pytest.raises(AssertionError, match="the page /sloppy/ has no content security policy"):
        StrictClient().get("/sloppy/")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=POLICY)
def test_the_client_runs_on_commit_callbacks(mailoutbox):
    StrictClient().get("/committing/")
    assert [message.subject for message in mailoutbox] == ["Vu"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", ["first", "second"])
def test_the_database_is_restored_after_a_test_that_commits(run):
    assert [User.objects.count(), HomePage.objects.count()] == [0, 4]
    UserFactory()
    HomePage.objects.first().delete()


def test_each_change_of_a_source_file_needs_another_database_template(tmp_path):
    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return database._digest([], sorted(database._sources(tmp_path)))

    first = write("news/models.py", "a = 1")
    assert write("news/static/news.css", "p {}") == first
    assert write("news/models.py", "a = 2") != first
    assert write("news/models.py", "a = 1") == first
    assert write("news/actions.py", "") != first


def test_a_test_without_a_service_runs_once(request):
    assert not uses_services(request.node)
    with pytest.raises(pytest.fail.Exception, match="this test uses the cache"):
        cache.get("x")
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        User.objects.count()
    # A test that the run on PostgreSQL deselects must not have a mark that the run on SQLite deselects.
    assert '-m "not browser and not postgres and not elasticsearch"' in (ROOT / "Makefile").read_text()


@pytest.mark.django_db
def test_a_test_that_uses_the_database_runs_on_both(request):
    assert uses_services(request.node)


def test_a_test_that_uses_the_cache_runs_on_both(request, use_cache):
    assert uses_services(request.node)
    cache.set("x", 1)
    assert cache.get("x") == 1


@pytest.mark.parametrize("mark", ["browser", "postgres", "elasticsearch"])
def test_a_test_of_a_service_runs_with_it(request, mark):
    request.node.add_marker(mark)
    assert uses_services(request.node)


def test_a_block_that_exceeds_its_cpu_time_fails():
    with pytest.raises(pytest.fail.Exception, match="grows faster"), no_runaway(seconds=0.01):
        sum(number for number in count())


@pytest.mark.parametrize("host", ["far.example.com", "93.184.216.34"])
def test_a_connection_to_the_network_fails(host):
    with pytest.raises(pytest.fail.Exception, match=f"something wanted to reach {host}"):
        socket.create_connection((host, 443), timeout=1)


def test_a_connection_to_the_loopback_succeeds():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
