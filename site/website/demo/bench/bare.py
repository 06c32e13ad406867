"""The simplest Django view. The figures of the site are given relative to it."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path


def answer(request):
    return HttpResponse("ok")


urlpatterns = [path("", answer)]

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"])
application = get_wsgi_application()
