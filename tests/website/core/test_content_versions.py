"""Each table that readers see has a version, which every change of the table raises."""

import pytest
from django.db import IntegrityError, connection, transaction

from experiences.sheets.models import SheetPage
from tests.factories.forum import make_topic
from tests.factories.pages import make_page
from tests.factories.people import UserFactory
from tests.testing import statements, versions
from website.accounts.models import User
from website.core.caching import SharedValue, cached_fragment
from website.core.database.statements import parse
from website.topics.models import Theme

pytestmark = pytest.mark.django_db

CHANGES = {
    "save": lambda theme: theme.save(),
    "create": lambda theme: Theme.objects.create(slug="heat", name_fr="Chaleur"),
    "update": lambda theme: Theme.objects.update(name_fr="Chaleur"),
    "bulk create": lambda theme: Theme.objects.bulk_create([Theme(slug="heat", name_fr="Chaleur")]),
    "bulk update": lambda theme: Theme.objects.bulk_update([theme], ["name_fr"]),
    "delete": lambda theme: Theme.objects.filter(pk=theme.pk).delete(),
    "plain SQL": lambda theme: connection.cursor().execute("UPDATE topics_theme SET name_fr = 'Chaleur'"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_way_to_change_a_row_raises_only_the_version_of_its_table(site, name):
    theme = Theme.objects.create(slug="steam", name_fr="Vapeur")
    before, others = versions(Theme), versions(SheetPage, User)
    CHANGES[name](theme)
    assert versions(Theme) != before
    assert versions(SheetPage, User) == others


def test_a_relation_has_a_version_of_its_own(site):
    topic = make_topic()
    before = versions(topic.themes.through)
    topic.themes.add(Theme.objects.first())
    added = versions(topic.themes.through)
    topic.themes.clear()
    assert len({*before, *added, *versions(topic.themes.through)}) == 3


def test_a_change_of_no_row_raises_no_version(site):
    before = versions()
    Theme.objects.filter(slug="nothing").update(name_fr="Chaleur")
    Theme.objects.filter(slug="nothing").delete()
    assert versions() == before


def test_changes_that_readers_cannot_see_raise_no_version(site):
    user, sheet = UserFactory(), make_page(SheetPage, title="Vapeur")
    before = versions()
    User.objects.filter(pk=user.pk).update(last_login="2026-01-01T00:00Z")
    sheet.title = "Un brouillon"
    sheet.save_revision(user=user)
    assert versions() == before


@pytest.mark.parametrize(
    ("sql", "read", "changed"),
    [
        ('SELECT "topics_theme"."id" FROM "topics_theme"', {"topics_theme"}, set()),
        ("SELECT 1 FROM topics_theme, forum_board", {"topics_theme", "forum_board"}, set()),
        ('SELECT "id" FROM "forum_topic" FOR UPDATE OF "forum_topic"', {"forum_topic"}, set()),
        ('WITH x AS (SELECT * FROM "forum_topic") SELECT * FROM x', {"forum_topic"}, set()),
        ('WITH x AS (SELECT 1) DELETE FROM "forum_topic"', set(), {"forum_topic"}),
        ('UPDATE "forum_topic" SET "title" = (SELECT "name_fr" FROM "forum_board")', set(), {"forum_topic"}),
        ('UPDATE "accounts_user" SET "last_login" = %s WHERE "accounts_user"."id" = %s', set(), set()),
        ('UPDATE "accounts_user" SET "last_login" = %s, "email" = %s', set(), {"accounts_user"}),
        ("UPDATE wagtailcore_page SET numchild=numchild+1", set(), {"wagtailcore_page"}),
        ('INSERT INTO "core_rendition" ("id") VALUES (%s)', set(), set()),
        ('DELETE FROM "core_rendition"', set(), {"core_rendition"}),
        ('DELETE FROM "forum_reading"', set(), set()),
        ('TRUNCATE "forum_topic", "forum_post";', set(), {"forum_topic", "forum_post"}),
        ("PRAGMA foreign_keys", set(), set()),
    ],
)
def test_tables_are_found_in_sql(sql, read, changed):
    found = parse(sql)
    assert (set(found.reads), set(found.changes)) == (read, changed)


def test_a_version_that_was_rolled_back_is_never_used_again(site):
    with transaction.atomic():
        Theme.objects.update(name_fr="Chaleur")
        within = versions(Theme)
        transaction.set_rollback(True)
    after = versions(Theme)
    Theme.objects.update(name_fr="Vapeur")
    assert len({*within, *after, *versions(Theme)}) == 3


def test_a_savepoint_rollback_does_not_hide_writes_outside_the_savepoint(site):
    @transaction.atomic
    def fail():
        versions(Theme)  # raised within the savepoint
        Theme.objects.bulk_create([Theme(slug="twice"), Theme(slug="twice")])

    before = versions(Theme)
    with transaction.atomic():
        Theme.objects.update(name_fr="Chaleur")
        with pytest.raises(IntegrityError):
            fail()
    assert versions(Theme) != before


def test_a_fragment_is_rendered_again_once_a_table_that_it_read_has_changed(site):
    rendered = []

    def render():
        rendered.append(Theme.objects.count())
        return f"{rendered[-1]} themes"

    first = [cached_fragment("count", "x", render=render) for _ in range(2)]
    Theme.objects.create(slug="heat", name_fr="Chaleur")
    second = cached_fragment("count", "x", render=render)
    assert (first, second, len(rendered)) == ([f"{rendered[0]} themes"] * 2, f"{rendered[0] + 1} themes", 2)


def test_a_fragment_whose_tables_change_during_rendering_is_not_cached(site):
    def render():
        text = Theme.objects.get(slug="water").name_fr
        Theme.objects.filter(slug="water").update(name_fr="Pluie")
        return text

    texts = [cached_fragment("name", "x", render=render) for _ in range(2)]
    assert texts == ["Eau", "Pluie"]


def test_a_shared_value_is_read_again_only_after_a_change_of_its_own_tables(site):
    value = SharedValue("test", lambda: sorted(Theme.objects.values_list("slug", flat=True)))
    try:
        first, digest = value.get(), value.digest
        UserFactory()
        with statements("a shared value, unchanged"):
            assert value.get() == first
        Theme.objects.filter(slug="water").update(name_fr="Pluie")
        assert (value.get(), value.digest) == (first, digest)
        Theme.objects.filter(slug="water").delete()
        assert value.get() != first
    finally:
        del SharedValue.named["test"]


class TestCommitted:
    """A change and its version are committed together, with one additional statement."""

    pytestmark = pytest.mark.django_db(transaction=True)

    def test_a_plain_write_raises_the_version_with_it(self, site):
        before = versions(Theme)
        Theme.objects.create(slug="heat", name_fr="Chaleur")
        created = versions(Theme)
        Theme.objects.filter(slug="heat").update(name_fr="Vapeur")
        assert len({*before, *created, *versions(Theme)}) == 3

    def test_a_transaction_raises_each_version_once_as_its_last_statement(self, site):
        with transaction.atomic():
            for number in range(3):
                Theme.objects.create(slug=f"heat-{number}", name_fr="Chaleur")
            connection.queries_log.clear()
            connection.force_debug_cursor = True
        connection.force_debug_cursor = False
        raised = [query["sql"] for query in connection.queries_log if "core_contentversion" in query["sql"]]
        assert len(raised) == 1

    def test_a_transaction_that_fails_raises_none(self, site):
        @transaction.atomic
        def fail():
            Theme.objects.create(slug="heat", name_fr="Chaleur")
            raise ZeroDivisionError

        before = versions(Theme)
        with pytest.raises(ZeroDivisionError):
            fail()
        assert versions(Theme) == before
