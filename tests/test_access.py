"""Every route answers each role as the access table says, for one's own objects and for those of others."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import PageViewRestriction

from community.follows.models import Follow
from community.forum.actions.posting import add_post
from community.joining.actions.invitations import invite
from community.joining.models import Invitation, JoinRequest
from community.moderation.actions.complaints import contest
from community.organisations.models import ChangeProposal, OrganisationEditor
from experiences.sheets.actions import create_sheet, store_document
from experiences.sheets.models import SheetPage
from tests.access import (
    ADMIN_CLASSES,
    CLOSED_IN_THE_CMS,
    OPEN_IN_THE_CMS,
    RELATIONS,
    ROLES,
    TABLE,
    Row,
)
from tests.database import rows_of_a_module, undone
from tests.factories.events import make_event
from tests.factories.forum import make_board, make_post, make_topic
from tests.factories.knowledge import make_provenance, make_talk
from tests.factories.moderation import make_decision, make_report, make_shown_post
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.routes import routes
from tests.testing import StrictClient, read_to_the_end
from website.accounts.models import User
from website.core.forms.files import checked
from website.core.models import CreditedDocument, CreditedImage
from website.news.models import NewsPage
from website.notifications.actions import notify
from website.notifications.unsubscribe_links import DIGESTS, UnsubscribeLink
from website.privacy.actions import build_export
from website.privacy.models import DataExport

pytestmark = pytest.mark.django_db
GROUPS = {"member": "Members", "partner": "Partners", "editor": "Editors", "coordinator": "Coordinators"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def outcome(response) -> str:
    read_to_the_end(response)
    if not 300 <= response.status_code < 400:
        return str(response.status_code)
    path = response["Location"].split("?")[0]
    if path.endswith("/accounts/login/"):
        return "login"
    return {"/cms/login/": "cms-login", "/cms/": "cms-home"}.get(path, "3xx")


class Things:
    """Each method creates an object that belongs to `owner` and returns its address."""

    def news_feed(self, owner):
        return "/fr/feeds/news.atom"

    def members_feed(self, owner):
        return "/fr/feeds/members.json"

    def event(self, owner):
        return reverse("event_ics", args=[make_event(owner=owner).translation_key])

    def event_draft(self, owner):
        return reverse("event_ics", args=[make_event(owner=owner, live=False).translation_key])

    def territory(self, owner):
        return TerritoryFactory().get_absolute_url()

    def organisation(self, owner):
        return OrganisationFactory().get_absolute_url()

    def news(self, owner):
        return make_page(NewsPage, owner=owner).url

    def news_draft(self, owner):
        return make_page(NewsPage, owner=owner, live=False).get_url()

    def page_for_members(self, owner):
        page = make_page(NewsPage, owner=owner)
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        return page.url

    def _draft(self, owner) -> SheetPage:
        return create_sheet(owner, SheetPage(title="Un brouillon que personne ne doit lire"), "fr")

    def sheet_draft(self, owner, route):
        return reverse(route, args=[self._draft(owner).pk])

    def sheet_draft_page(self, owner):
        return self._draft(owner).get_url()

    def document(self, owner):
        file = SimpleUploadedFile("guide.pdf", PDF)
        return CreditedDocument.objects.create(title="Guide", file=file, uploaded_by_user=owner).url

    def draft_document(self, owner):
        return store_document(owner, SimpleUploadedFile("convention.pdf", PDF)).url

    def document_file(self, owner):
        return f"/media/{store_document(owner, SimpleUploadedFile('convention.pdf', PDF)).file.name}"

    def picture_file(self, owner):
        return CreditedImage.objects.create(title="Port", file=get_test_image_file(), uploaded_by_user=owner).file.url

    def data_export(self, owner):
        export = DataExport.objects.create(user=owner)
        build_export(export.pk)
        return reverse("data_export", args=[export.pk])

    def _entry(self, owner, visibility):
        owner.member.visibility = visibility
        owner.member.save()
        return owner.member.get_absolute_url()

    def entry_for_all(self, owner):
        return self._entry(owner, "public")

    def entry_for_members(self, owner):
        return self._entry(owner, "members")

    def entry_for_nobody(self, owner):
        return self._entry(owner, "nobody")

    def as_a_visitor(self, owner):
        return reverse("my_profile_as", args=["visitor"])

    def vcard_for_members(self, owner):
        self._entry(owner, "members")
        return reverse("member_vcard", args=[owner.member.slug])

    def vcard_for_nobody(self, owner):
        self._entry(owner, "nobody")
        return reverse("member_vcard", args=[owner.member.slug])

    def contact_for_members(self, owner):
        self._entry(owner, "members")
        return reverse("member_contact", args=[owner.member.slug])

    def contact_for_nobody(self, owner):
        self._entry(owner, "nobody")
        return reverse("member_contact", args=[owner.member.slug])

    def organisation_edit(self, owner):
        return reverse("organisation_edit", args=[owner.member.organisation.slug])

    def organisation_editors(self, owner):
        return reverse("organisation_editors", args=[owner.member.organisation.slug])

    def organisation_editor(self, owner):
        organisation = owner.member.organisation
        editor = OrganisationEditor.objects.create(organisation=organisation, user=owner)
        return reverse("organisation_editor_remove", args=[organisation.slug, editor.pk])

    def proposal(self, owner):
        proposed = {"city": {"before": "", "after": "Colmar"}}
        made = ChangeProposal.objects.create(organisation=OrganisationFactory(), author=owner, changes=proposed)
        return made.get_absolute_url()

    def own_proposal(self, owner):
        return f"{self.proposal(owner)}withdraw/"

    def follow(self, owner):
        return Follow.objects.create(user=owner, listing="news").get_absolute_url()

    def join_request(self, owner):
        asked = JoinRequest.objects.create(email="nora@example.org", first_name="Nora", organisation_name="Halle 12")
        return reverse("join_request", args=[asked.pk])

    def _invitation(self, owner) -> Invitation:
        return invite("nora@example.org", kind="member", invited_by=owner)

    def invitation_again(self, owner):
        return reverse("invite_again", args=[self._invitation(owner).pk])

    def invitation_withdraw(self, owner):
        return reverse("invitation_withdraw", args=[self._invitation(owner).pk])

    def invitation(self, owner):
        return reverse("invitation", args=[self._invitation(owner).token])

    def invalid_invitation(self, owner):
        return reverse("invitation", args=[self._invitation(owner).token[:-1] + "!"])

    def used_invitation(self, owner):
        invitation = self._invitation(owner)
        Invitation.objects.filter(pk=invitation.pk).update(used_at=invitation.created_at)
        return reverse("invitation", args=[invitation.token])

    def invitation_again_by_link(self, owner):
        return reverse("invitation_again", args=[self._invitation(owner).token])

    def post_to_report(self, owner):
        return reverse("report_new", args=["post", make_shown_post(owner).pk])

    def post_for_members_to_report(self, owner):
        return reverse("report_new", args=["post", make_shown_post(owner, make_board("members")).pk])

    def _hidden_post(self, owner):
        post = make_shown_post(owner)
        self._decision = make_decision(UserFactory(groups=["Coordinators"]), post)
        return post

    def hidden_post_to_report(self, owner):
        return reverse("report_new", args=["post", self._hidden_post(owner).pk])

    def report(self, owner):
        return reverse("report", args=[make_report(make_shown_post(owner)).token])

    def invalid_report(self, owner):
        return reverse("report", args=[make_report(make_shown_post(owner)).token[:-1] + "!"])

    def case(self, owner):
        return reverse("moderation_case", args=["post", self._hidden_post(owner).pk])

    def decision(self, owner):
        self._hidden_post(owner)
        return self._decision.get_absolute_url()

    def complaint(self, owner):
        self._hidden_post(owner)
        return reverse("complaint", args=[contest(owner, self._decision, "Why?").pk])

    def board(self, owner):
        return make_board("public").get_absolute_url()

    def board_of_members(self, owner):
        return make_board("members").get_absolute_url()

    def board_of_a_group(self, owner):
        return make_board("group", members=[owner]).get_absolute_url()

    def board_read(self, owner):
        return reverse("board_read", args=[make_board("members").slug])

    def topic(self, owner):
        return make_topic(owner).get_absolute_url()

    def _topic(self, owner):
        return make_topic(owner, make_board("members"))

    def topic_for_members(self, owner):
        return self._topic(owner).get_absolute_url()

    def topic_of_a_group(self, owner):
        return make_topic(owner, make_board("group", members=[owner])).get_absolute_url()

    def waiting_topic(self, owner):
        topic = self._topic(owner)
        topic.posts.update(state="waiting", position=None)
        type(topic).objects.filter(pk=topic.pk).update(state="waiting")
        return topic.get_absolute_url()

    def topic_unread(self, owner):
        return reverse("discussion_unread", args=[self._topic(owner).pk])

    def topic_reply(self, owner):
        return reverse("discussion_reply", args=[self._topic(owner).pk])

    def topic_ask(self, owner):
        return reverse("expert_ask", args=[self._topic(owner).pk])

    def topic_pin(self, owner):
        return reverse("discussion_pin", args=[self._topic(owner).pk])

    def topic_lock(self, owner):
        return reverse("discussion_lock", args=[self._topic(owner).pk])

    def topic_organise(self, owner):
        return reverse("discussion_organise", args=[self._topic(owner).pk])

    def topic_knowledge(self, owner):
        return reverse("discussion_knowledge", args=[self._topic(owner).pk])

    def topic_of_a_group_knowledge(self, owner):
        return reverse("discussion_knowledge", args=[make_topic(owner, make_board("group", members=[owner])).pk])

    def provenance(self, owner):
        return make_provenance(owner, self._topic(owner)).get_absolute_url()

    def contribution(self, owner):
        return make_provenance(topic=make_talk(None, [owner])).contributions.get(user=owner).get_absolute_url()

    def _post(self, owner, **fields):
        post = make_post(owner, make_topic(UserFactory(), make_board("members")))
        type(post).objects.filter(pk=post.pk).update(**fields)
        return post

    def post_for_members(self, owner):
        return self._post(owner).get_absolute_url()

    def post_of_a_group(self, owner):
        return make_topic(owner, make_board("group", members=[owner])).last_post.get_absolute_url()

    def post_history(self, owner):
        return reverse("post_history", args=[self._post(owner).pk])

    def hidden_post_history(self, owner):
        return reverse("post_history", args=[self._post(owner, state="hidden").pk])

    def post_edit(self, owner):
        return reverse("post_edit", args=[self._post(owner).pk])

    def post_delete(self, owner):
        return reverse("post_delete", args=[self._post(owner).pk])

    def post_restore(self, owner):
        return reverse("post_restore", args=[self._post(owner, state="deleted", deleted_at=timezone.now()).pk])

    def post_thank(self, owner):
        return reverse("post_thank", args=[self._post(owner).pk])

    def post_accept(self, owner):
        return reverse("post_accept", args=[make_post(UserFactory(), self._topic(owner)).pk])

    def _file(self, owner, board, **fields):
        post = add_post(owner, make_topic(owner, board), "x", [checked(SimpleUploadedFile("guide.pdf", PDF))])
        type(post).objects.filter(pk=post.pk).update(**fields)
        return post.attachments.get().url

    def file_for_all(self, owner):
        return self._file(owner, make_board("public"))

    def file_for_members(self, owner):
        return self._file(owner, make_board("members"))

    def file_of_a_group(self, owner):
        return self._file(owner, make_board("group", members=[owner]))

    def file_of_a_hidden_post(self, owner):
        return self._file(owner, make_board("members"), state="hidden")

    def posts_feed(self, owner):
        return "/fr/feeds/posts.atom"

    def notification_read(self, owner):
        [row] = notify([owner], "organisation-editor-named", at_once=False, organisation="Serres du Ried")
        return reverse("notification_read", args=[row.pk])

    def unsubscribe_link(self, owner):
        return reverse("unsubscribe", args=[UnsubscribeLink(owner.pk, DIGESTS).token])

    def invalid_unsubscribe_link(self, owner):
        return reverse("unsubscribe", args=[UnsubscribeLink(owner.pk, DIGESTS).token[:-1] + "!"])

    def invalid_token(self, owner):
        return reverse("account_reset_password_from_key", args=["1", "abc-123"])

    def invalid_key(self, owner):
        return reverse("account_confirm_email", args=["MQ:spoilt"])


class People:
    """A user of each role, and the owners of objects. Users are loaded on each access: instances cache permissions."""

    def __init__(self):
        organisation, other = OrganisationFactory(name="Serres du Ried"), OrganisationFactory(name="Aciérie du Rhin")
        self._roles = {role: self._member(organisation, [GROUPS[role]]) for role in GROUPS}
        self._roles["administrator"] = self._member(organisation, [], is_superuser=True)
        self._owners = {
            "colleague": self._member(organisation, ["Members"]),
            "stranger": self._member(other, ["Members"]),
        }

    @staticmethod
    def _member(organisation, groups, **fields) -> int:
        return MemberFactory(user=UserFactory(groups=groups, **fields), organisation=organisation).user.pk

    def of(self, role: str) -> User | None:
        return None if role == "visitor" else User.objects.get(pk=self._roles[role])

    def owner(self, relation: str) -> User:
        return User.objects.get(pk=self._owners[relation])


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    with rows_of_a_module(django_db_blocker):
        yield People()


def address(row: Row, owner) -> str:
    if not row.thing:
        return next(route for route in routes() if route.name == row.route).path() or f"/{row.route}"
    make = getattr(Things(), row.thing)
    return make(owner, row.route) if row.thing == "sheet_draft" else make(owner)


def request_as(user: User | None, row: Row, url: str) -> str:
    cache.clear()
    client = StrictClient()
    if user:
        client.force_login(user)
    return outcome(getattr(client, row.method)(url))


def answers_to_each_role(people: People, row: Row, relation: str) -> str:
    """Return the answers in the order of `ROLES`, as in the table; each request is rolled back before the next."""
    url = "" if relation == "own" else address(row, people.owner(relation))
    found = []
    for role in ROLES:
        with undone():
            user = people.of(role)
            found.append(request_as(user, row, url or address(row, user or people.owner("stranger"))))
    return " ".join(found)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.route}-{row.thing}" if row.thing else row.route)
def test_a_route_answers_as_the_table_says(people, row):
    found = {}
    for relation in RELATIONS if isinstance(row.expected, dict) else ["stranger"]:
        with undone():
            found[relation] = answers_to_each_role(people, row, relation)
    assert found == {relation: " ".join(row.answers(relation)) for relation in found}


def test_every_route_of_the_site_is_in_the_table():
    public = {route.name for route in routes() if not route.is_admin}
    assert public - {row.route for row in TABLE} == set()
    assert {row.route for row in TABLE} - public == set()


def test_every_cms_route_is_in_a_group_of_the_table():
    classes = {route.group for route in routes() if route.is_admin and ":" in route.name}
    assert classes == set(ADMIN_CLASSES)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ["visitor", "member", "partner"])
def test_users_without_access_are_redirected_to_the_sign_in_page_of_the_cms_everywhere(client, people, role, method):
    user = people.of(role)
    if user:
        client.force_login(user)
    answered = {}
    for route in routes():
        if not route.is_admin or route.path() is None or route.name in OPEN_IN_THE_CMS | CLOSED_IN_THE_CMS:
            continue
        answered.setdefault(outcome(getattr(client, method)(route.path())), []).append(route.name)
    assert set(answered) == {"cms-login"}
    assert len(answered["cms-login"]) > 250


def test_the_sign_in_page_of_the_cms_redirects_visitors_and_refuses_members(client, people):
    assert outcome(client.get("/cms/login/")) == "login"
    for role in ("member", "partner"):
        client.force_login(people.of(role))
        assert outcome(client.get("/cms/login/")) == "403"


@pytest.mark.filterwarnings("ignore:Pagination may yield")  # raised by wagtail-localize's report
@pytest.mark.parametrize(("role", "position"), [("editor", 0), ("coordinator", 1), ("administrator", 2)])
def test_each_group_of_cms_routes_answers_as_the_table_says(client, people, role, position):
    client.force_login(people.of(role))
    expected = {name: answers.split()[position] for name, (_entry, answers) in ADMIN_CLASSES.items()}
    found = {name: outcome(client.get(reverse(entry))) for name, (entry, _answers) in ADMIN_CLASSES.items()}
    assert found == expected


def test_only_administrators_see_account_actions_in_the_site_history(client, people):
    shown = {}
    log(UserFactory(first_name="Odile", last_name="Kestenholz"), "privacy.export", title="Odile Kestenholz")
    for role in ("editor", "coordinator", "administrator"):
        client.force_login(people.of(role))
        shown[role] = "Kestenholz" in client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert shown == {"editor": False, "coordinator": False, "administrator": True}
