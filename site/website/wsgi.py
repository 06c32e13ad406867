"""The application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings.production")
application = get_wsgi_application()

from website import urls  # noqa: E402, F401 - needs the apps; otherwise the first request would load it

# All objects loaded up to here live as long as the process. Scanning them again would pause a worker for 0.1 s.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
