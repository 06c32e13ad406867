"""The application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings.production")
application = get_wsgi_application()

from website import urls  # noqa: E402, F401 - needs the apps, and would else be loaded by the first request

# What is loaded now stays until the end: to look through it again for garbage stops a worker for a tenth of a second.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
