"""Requests that nothing behind could read, or answer just now, get their answer here."""

import logging

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import render

from website.core.querysets import SearchUnavailable

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 60


class RefuseWhatCannotBeAnswered:
    """404 for control characters in an address, 400 for NUL in a query or cookie: databases raise on them later."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.isprintable():
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") or any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest
        return self.get_response(request)

    def process_exception(self, request, exception):
        """A search engine that is down takes no page with it but the search."""
        if not isinstance(exception, SearchUnavailable):
            return None
        logger.error("The search engine cannot be asked.", exc_info=exception)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
