"""The application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings.production")
application = get_wsgi_application()

# What is loaded now stays until the end: to look through it again for garbage stops a worker for a tenth of a second.
get_resolver()._populate()
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
