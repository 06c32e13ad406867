"""Settings for tests: fast password hashing, mail in memory, files in a temporary folder."""

import tempfile

from website.settings.base import *  # noqa: F403 - a settings module is its base plus its differences
from website.settings.base import DATABASES, STORAGES, TEMPLATES

DEBUG = False
CACHE_STRICT = True
SECRET_KEY = "tests-only"  # noqa: S105 - protects nothing
ALLOWED_HOSTS = ["localhost", "testserver"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # pytest-django knows that Django's own SQLite backend tests in memory, not that ours does.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FOLDER = tempfile.TemporaryDirectory(prefix="eit-tests-")  # deleted with the process
MEDIA_ROOT = f"{FOLDER.name}/media"
STORAGES["private"]["OPTIONS"]["location"] = f"{FOLDER.name}/private"
SERVE_MEDIA = True
# A search engine shows new rows a second later. The tests of SEARCH_URL wait for it; all others use the database.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WHITENOISE_AUTOREFRESH = True
TEMPLATES[0]["OPTIONS"]["debug"] = True
