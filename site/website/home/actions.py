"""Set up an empty database: locales, pages, groups, permissions and the review workflow."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from experiences.sheets.models import SheetIndexPage
from website.accounts.enums import Role
from website.home.models import HomePage
from website.topics.actions import load_vocabularies

SECTIONS = Path(__file__).with_name("sections.toml")
REVIEW = "Review by a coordinator"
# The pages below which editors and coordinators add, change and publish. Editors have no permissions for sheets,
# démarches and standard pages.
PAGE_PERMISSIONS = {
    Role.EDITOR: (
        "news.NewsIndexPage",
        "watch.WatchIndexPage",
        "library.ToolIndexPage",
        "library.AlbumIndexPage",
        "faq.FaqIndexPage",
        "events.AgendaPage",
    ),
    Role.COORDINATOR: ("home.HomePage",),
}
# Permissions of editors and coordinators for snippets, by model. URLs and figures depend on territories and sectors,
# and members are people, so only coordinators may add or delete them.
SNIPPET_PERMISSIONS = {
    Role.EDITOR: {
        "topics.organisation": ("add", "change", "view"),
        "topics.territory": ("change", "view"),
        "topics.theme": ("add", "change", "view"),
        "topics.resource": ("change", "view"),
        "topics.sector": ("view",),
        "topics.language": ("view",),
    },
    Role.COORDINATOR: {
        "forum.board": ("add", "change", "view"),
        "joining.joinrequest": ("change", "view"),
        "moderation.decision": ("change", "view"),
        "members.member": ("add", "change", "delete", "view"),
        "organisations.changeproposal": ("change", "view"),
        "organisations.organisationeditor": ("add", "delete", "view"),
        "topics.organisation": ("add", "change", "delete", "view"),
        "topics.territory": ("add", "change", "delete", "view"),
        "topics.theme": ("add", "change", "delete", "view"),
        "topics.resource": ("add", "change", "delete", "view"),
        "topics.sector": ("add", "change", "view"),
        "topics.language": ("add", "change", "delete", "view"),
    },
}


@transaction.atomic
def set_up_site(host: str = "localhost", port: int = 80) -> None:
    """Create locales, vocabularies, groups, the page tree of each language and the workflow. Idempotent."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    load_vocabularies()
    if not HomePage.objects.exists():
        _delete_wagtail_defaults()
    _set_up_pages(host, port)
    _set_up_groups()
    _set_up_workflow()


def _delete_wagtail_defaults() -> None:
    """Delete Wagtail's default groups, one of which has the name of one of ours, and its default workflow."""
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()
    Workflow.objects.filter(name="Moderators approval").delete()
    Task.objects.filter(name="Moderators approval").delete()


def _set_up_pages(host: str, port: int) -> None:
    sections = tomllib.loads(SECTIONS.read_text())["section"]
    locales = {code: Locale.objects.get(language_code=code) for code, _name in settings.LANGUAGES}
    root = Page.get_first_root_node()
    parents = {}
    for section in sections:
        model = apps.get_model(section["model"])
        key = None
        for code, locale in locales.items():
            title, slug, summary = section[code]
            page = model.objects.filter(locale=locale).first()
            if page is None:
                page = model(
                    title=title, slug=slug, summary=summary, locale=locale, show_in_menus=model is not HomePage
                )
                if key:
                    page.translation_key = key
                parent = root if model is HomePage else parents[code]
                parent.add_child(instance=page)
                page.save_revision().publish()
            key = page.translation_key
            if model is HomePage:
                parents[code] = page
    home = parents[settings.LANGUAGE_CODE]
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id != home.pk:
        placeholder = site.root_page if site.root_page_id else None
        site.hostname, site.port, site.root_page, site.site_name = host, port, home, settings.SITE_NAME
        site.save()
        if placeholder is not None and type(placeholder.specific) is Page:
            placeholder.delete()


def _set_up_groups() -> None:
    for role in Role:
        Group.objects.get_or_create(name=role.value)
    for role in (Role.EDITOR, Role.COORDINATOR):
        group = Group.objects.get(name=role.value)
        for codename in ("access_admin", "submit_translation"):
            group.permissions.add(Permission.objects.get(codename=codename))
        for label in PAGE_PERMISSIONS[role]:
            for page in apps.get_model(label).objects.all():
                _grant(GroupPagePermission, ("add_page", "change_page", "publish_page"), group=group, page=page)
        files = [f"{verb}_{kind}" for kind in ("image", "document") for verb in ("add", "change", "choose")]
        _grant(GroupCollectionPermission, files, group=group, collection=Collection.get_first_root_node())
        group.permissions.add(*_snippet_permissions(role))


def _grant(model, codenames, **place) -> None:
    app_labels = ("wagtailcore", "wagtailimages", "wagtaildocs")
    for permission in Permission.objects.filter(codename__in=codenames, content_type__app_label__in=app_labels):
        model.objects.get_or_create(permission=permission, **place)


def _snippet_permissions(role: Role) -> list[Permission]:
    found = []
    for label, verbs in SNIPPET_PERMISSIONS[role].items():
        app_label, model = label.split(".")
        names = [f"{verb}_{model}" for verb in verbs]
        found += Permission.objects.filter(content_type__app_label=app_label, codename__in=names)
    return found


def _set_up_workflow() -> None:
    """Set up a review by a coordinator for sheets. Other pages need no approval."""
    task, created = GroupApprovalTask.objects.get_or_create(name=REVIEW)
    if created:
        task.groups.add(Group.objects.get(name=Role.COORDINATOR.value))
    workflow, _created = Workflow.objects.get_or_create(name=REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    for index in SheetIndexPage.objects.all():
        WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
