"""Settings for development, without any services: the default of `make demo` and `manage.py`."""

from website.settings.base import *  # noqa: F403 - a settings module is its base plus its differences
from website.settings.base import env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="dev-only-key-never-used-by-the-production-settings")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
INTERNAL_IPS = ["127.0.0.1"]
WHITENOISE_USE_FINDERS = True
SERVE_MEDIA = True
