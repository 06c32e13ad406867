"""Convert environment variables that name a service into Django settings.

Every function takes the `environ.Env` and falls back to a service that needs no installation.
"""

import re
from hashlib import blake2b
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}

# Matches the databases' full-text search: accents are ignored, and “eau” finds “l'eau”.
SEARCH_ANALYSIS = {
    "analyzer": {
        "default": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["lowercase", "french_elision", "asciifolding"],
        }
    },
    "filter": {
        "french_elision": {
            "type": "elision",
            "articles": ["l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu"],
        }
    },
}


def database(env, var: Path) -> dict:
    """Read `DATABASE_URL`; default to SQLite in WAL mode under `var`."""
    var.mkdir(parents=True, exist_ok=True)
    config = env.db("DATABASE_URL", default=f"sqlite:///{var / 'db.sqlite3'}")
    # Django's backends with content versions.
    config["ENGINE"] = config["ENGINE"].replace("django.db.backends", "website.core.database")
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = SQLITE_OPTIONS
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


def cache(env, root: Path) -> dict:
    """Read `CACHE_URL` (`redis://…`); default to the memory of the process.

    Memory is limited by the number of entries: rendered pages of about 50 kB and cards of 2 kB. Keys contain the
    release, so that no entry is read by other code than wrote it.
    """
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1000}}
    found = {**memory, "KEY_PREFIX": release(env, root)}
    if url := env("CACHE_URL", default=""):
        found |= {"BACKEND": "website.core.caching.redis.RedisOrMemoryCache", "LOCATION": url}
    return found


def release(env, root: Path) -> str:
    """Read `RELEASE`; default to a digest of the code, which is the same on all machines with the same files."""
    if name := env("RELEASE", default=""):
        return name
    digest = blake2b(digest_size=8)
    for folder in ("site", "community", "experiences", "templates"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt", ".mo", ".css", ".js"):
                digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    digest.update((root / "requirements.txt").read_bytes())
    return digest.hexdigest()


def search(env) -> dict:
    """Read `SEARCH_URL` (`https://…` of Elasticsearch 9); default to the database's full-text search."""
    if url := env("SEARCH_URL", default=""):
        return {
            "BACKEND": "wagtail.search.backends.elasticsearch9",
            "URLS": [url],
            "INDEX_PREFIX": env("SEARCH_INDEX", default="network_"),
            "INDEX_SETTINGS": {"settings": {"analysis": SEARCH_ANALYSIS}},
            "TIMEOUT": 10,
        }
    return {"BACKEND": "wagtail.search.backends.database"}


def tasks(env) -> dict:
    """Read `TASKS`. With `database`, `manage.py db_worker` runs the tasks; by default they run immediately."""
    if env("TASKS", default="immediate") == "database":
        return {"BACKEND": "django_tasks_db.DatabaseBackend"}
    return {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}


def storages(env, var: Path) -> dict:
    """Read `MEDIA_STORAGE` (`s3://bucket?endpoint=…&region=…`); default to files under `MEDIA_ROOT`.

    Files in the storage `private` have no URL; only views serve them.
    """
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    private = files | {"OPTIONS": {"location": var / "private", "base_url": None}}
    if url := env("MEDIA_STORAGE", default=""):
        parts = urlsplit(url)
        if parts.scheme != "s3" or not parts.netloc:
            raise ImproperlyConfigured("MEDIA_STORAGE must look like s3://bucket?endpoint=https://…&region=…")
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        files = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": parts.netloc,
                "endpoint_url": query.get("endpoint"),
                "region_name": query.get("region"),
                "file_overwrite": False,
            },
        }
        private = files | {"OPTIONS": files["OPTIONS"] | {"location": "private"}}
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {"default": files, "private": private, "staticfiles": static}


def media_origins(env) -> tuple[str, ...]:
    """Return the origins of uploads besides the site: those of the bucket of `MEDIA_STORAGE`, by path and by host."""
    url = env("MEDIA_STORAGE", default="")
    if not url:
        return ()
    parts = urlsplit(url)
    endpoint = urlsplit(parse_qs(parts.query).get("endpoint", ["https://s3.amazonaws.com"])[0])
    return (f"{endpoint.scheme}://{endpoint.netloc}", f"{endpoint.scheme}://{parts.netloc}.{endpoint.netloc}")


def mail(env) -> tuple[str, dict, dict]:
    """Read `MAIL_URL`: `smtp+tls://user:password@host:587` or `anymail+<provider>://?api_key=…`; default to files.

    With `MAIL_WEBHOOK_SECRET` (`user:password`) the provider may report bounces to `/anymail/<provider>/tracking/`.
    Return `(EMAIL_BACKEND, ANYMAIL, other EMAIL_* settings)`.
    """
    url = env("MAIL_URL", default="")
    if not url:
        return "django.core.mail.backends.filebased.EmailBackend", {}, {}
    parts = urlsplit(url)
    if parts.scheme.startswith("anymail+"):
        provider = parts.scheme.removeprefix("anymail+")
        settings = {f"{provider.upper()}_{key.upper()}": values[0] for key, values in parse_qs(parts.query).items()}
        if secret := env("MAIL_WEBHOOK_SECRET", default=""):
            settings["WEBHOOK_SECRET"] = secret
        return f"anymail.backends.{provider}.EmailBackend", settings, {}
    config = env.email_url_config(url)
    backend = config.pop("EMAIL_BACKEND")
    return backend, {}, {key: value for key, value in config.items() if key != "EMAIL_FILE_PATH"}


def is_host(name: str) -> bool:
    """Return whether `name` is a fully qualified domain name in lower case."""
    label = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
    return len(name) <= 253 and bool(re.fullmatch(rf"{label}(\.{label})+", name))


def identity_provider(env) -> dict:
    """Read `OIDC_URL` (`https://client:secret@issuer/realm?name=ProConnect`); default to no provider."""
    url = env("OIDC_URL", default="")
    if not url:
        return {}
    parts = urlsplit(url)
    # Allow http only for an issuer on the same machine, as in tests.
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1"))
    if not (is_safe and parts.hostname and parts.username and parts.password):
        raise ImproperlyConfigured("OIDC_URL must look like https://client:secret@issuer/realm?name=ProConnect")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    app = {
        "provider_id": "oidc",
        "name": query.get("name", parts.hostname),
        "client_id": unquote(parts.username),
        "secret": unquote(parts.password),
        "settings": {"server_url": f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"},
    }
    if "scope" in query:
        app["settings"]["scope"] = query["scope"].split()
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
