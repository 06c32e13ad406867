"""Where a mail provider brings mail, and tells what became of it: nowhere, unless `MAIL_URL` names one and it has a secret."""

from anymail.urls import urlpatterns as every_provider
from django.conf import settings

from website.notifications.views import with_room_for_files


def webhooks(backend: str, anymail: dict, reply_domain: str = "") -> list:
    """The addresses of the provider that mails leave by; what others would send is not listened to.

    Mail comes in where there is a domain for replies.
    """
    if not anymail.get("WEBHOOK_SECRET"):
        return []
    *_path, provider, _class = backend.split(".")
    told = [route for route in every_provider if route.name == f"{provider}_tracking_webhook"]
    brought = [route for route in every_provider if reply_domain and route.name == f"{provider}_inbound_webhook"]
    return told + [with_room_for_files(route) for route in brought]


urlpatterns = webhooks(settings.EMAIL_BACKEND, settings.ANYMAIL, settings.REPLY_DOMAIN)
