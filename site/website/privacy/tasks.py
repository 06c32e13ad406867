from django_tasks import task


@task()
def make_export(pk: int) -> None:
    from website.privacy.actions import build_export  # the action enqueues this task

    build_export(pk)
