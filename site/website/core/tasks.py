from django.apps import apps
from django_tasks import task


@task()
def sync_search_engines(label: str, keys: list[int]) -> None:
    from website.core.actions import update_search_engines  # the actions enqueue this task

    update_search_engines(apps.get_model(label), keys)
