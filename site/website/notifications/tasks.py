from django_tasks import task


@task()
def send_notification(pk: int) -> None:
    from website.notifications.actions import send  # the action enqueues this task

    send(pk)
