"""What an empty database needs before anybody can use the site."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from website.accounts.enums import Role
from website.home.models import HomePage
from website.topics.actions import load_vocabularies

SECTIONS = Path(__file__).with_name("sections.toml")
REVIEW = "Review by a coordinator"


@transaction.atomic
def set_up_site(host: str = "localhost", port: int = 80) -> None:
    """Locales, vocabularies, groups, each language's tree and the sheets' workflow. Changes nothing twice."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    load_vocabularies()
    _set_up_pages(host, port)
    _set_up_groups()
    _set_up_workflow()


def _set_up_pages(host: str, port: int) -> None:
    sections = tomllib.loads(SECTIONS.read_text())["section"]
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    root = Page.get_first_root_node()
    parents = {}
    for section in sections:
        model = apps.get_model(section["model"])
        key = None
        for code, locale in locales.items():
            title, slug, summary = section[code]
            page = model.objects.filter(locale=locale).first()
            if page is None:
                page = model(title=title, slug=slug, summary=summary, locale=locale, show_in_menus=model is not HomePage)
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
    home_pages = HomePage.objects.all()
    for role in (Role.EDITOR, Role.COORDINATOR):
        group = Group.objects.get(name=role.value)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for home in home_pages:
            for codename in ("add_page", "change_page", "publish_page"):
                permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
                GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)


def _set_up_workflow() -> None:
    """Sheets go through one approval by a coordinator; the rest is published by its editors."""
    task, created = GroupApprovalTask.objects.get_or_create(name=REVIEW)
    if created:
        task.groups.add(Group.objects.get(name=Role.COORDINATOR.value))
    workflow, _created = Workflow.objects.get_or_create(name=REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    for index in apps.get_model("sheets.SheetIndexPage").objects.all():
        WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
