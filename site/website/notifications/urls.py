from anymail.urls import urlpatterns as every_provider
from django.conf import settings
from django.urls import path

from website.notifications import views


def webhooks(backend: str, anymail: dict) -> list:
    """The tracking address of the provider that mails leave by; what others would send is not listened to."""
    *_path, provider, _class = backend.split(".")
    wanted = f"{provider}_tracking_webhook"
    return [route for route in every_provider if route.name == wanted] if anymail.get("WEBHOOK_SECRET") else []


# Where a mail provider tells what became of a mail: nowhere, unless `MAIL_URL` names one and it has a secret.
provider_urlpatterns = webhooks(settings.EMAIL_BACKEND, settings.ANYMAIL)

urlpatterns = [
    path("my/notifications/", views.my_notifications, name="my_notifications"),
    path("my/notifications/read/", views.notifications_read, name="notifications_read"),
    path("my/notifications/<int:pk>/read/", views.notification_read, name="notification_read"),
    path("my/notifications/settings/", views.notification_settings, name="notification_settings"),
    path("my/notifications/mail-again/", views.mail_again, name="mail_again"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
