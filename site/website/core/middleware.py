"""Requests that nothing behind could read get their answer here."""

from django.core.exceptions import BadRequest
from django.http import Http404


class RefuseUnreadableInput:
    """404 for control characters in an address, 400 for NUL in a query or cookie: databases raise on them later."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.isprintable():
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") or any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest
        return self.get_response(request)
