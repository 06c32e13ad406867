"""Where a mail provider tells what became of a mail: nowhere, unless `MAIL_URL` names one and it has a secret."""

from anymail.urls import urlpatterns as every_provider
from django.conf import settings


def webhooks(backend: str, anymail: dict) -> list:
    """The tracking address of the provider that mails leave by; what others would send is not listened to."""
    *_path, provider, _class = backend.split(".")
    wanted = f"{provider}_tracking_webhook"
    return [route for route in every_provider if route.name == wanted] if anymail.get("WEBHOOK_SECRET") else []


urlpatterns = webhooks(settings.EMAIL_BACKEND, settings.ANYMAIL)
