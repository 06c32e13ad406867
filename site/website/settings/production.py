"""Settings for production. It refuses to start if a required variable is missing or invalid, and names it."""

from django.core.exceptions import ImproperlyConfigured

from website.settings.base import *  # noqa: F403 - a settings module is its base plus its differences
from website.settings.base import BASE_URL, CONTENT_SECURITY_POLICY, REPLY_DOMAIN, STORAGES, env, storage

SECOND_FACTOR = env("SECOND_FACTOR", default="required")

MISSING = [
    f"{name} ({why})"
    for name, why, present in (
        ("SECRET_KEY", "at least 50 random characters", len(env("SECRET_KEY", default="")) >= 50),
        ("ALLOWED_HOSTS", "the site's host names, separated by commas", env.list("ALLOWED_HOSTS", default=[])),
        ("DATABASE_URL", "postgres://user:password@host/name", env("DATABASE_URL", default="").startswith("postgres")),
        ("BASE_URL", "the public address, beginning with https://", BASE_URL.startswith("https://")),
        ("SECOND_FACTOR", "required or asked", SECOND_FACTOR in ("required", "asked")),
        ("REPLY_DOMAIN", "a host name that takes mail, or nothing", not REPLY_DOMAIN or storage.is_host(REPLY_DOMAIN)),
    )
    if not present
]
if MISSING:
    raise ImproperlyConfigured("Production cannot start without: " + "; ".join(MISSING) + ".")

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{'*' * host.startswith('.')}{host}" for host in ALLOWED_HOSTS]
SERVE_MEDIA = False

STORAGES["staticfiles"] = {"BACKEND": "website.core.storage.BundledStaticFilesStorage"}

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Browsers accept cookies with this prefix from this host over TLS only, so a sibling host cannot set one.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
