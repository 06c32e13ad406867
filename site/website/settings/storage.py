"""Turns each environment variable that names a service into Django's setting for it.

Every function takes the `environ.Env` and falls back to a part that needs no installation.
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

# As the databases' full text does: accents do not count, and l'eau is found by eau.
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
    """`DATABASE_URL`, or SQLite in WAL mode under `var`."""
    var.mkdir(parents=True, exist_ok=True)
    config = env.db("DATABASE_URL", default=f"sqlite:///{var / 'db.sqlite3'}")
    # Django's own, with versions of what readers see.
    config["ENGINE"] = config["ENGINE"].replace("django.db.backends", "website.core.database")
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = SQLITE_OPTIONS
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


def cache(env, root: Path) -> dict:
    """`CACHE_URL` (`redis://…`), or this process's memory.

    Memory is bounded by a number of entries: of rendered pages, of some 50 kB each, and of cards, of 2 kB. Keys have the
    release, so that no entry is read by code that did not write it.
    """
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1000}}
    found = {**memory, "KEY_PREFIX": release(env, root)}
    if url := env("CACHE_URL", default=""):
        found |= {"BACKEND": "website.core.caching.redis.RedisOrMemoryCache", "LOCATION": url}
    return found


def release(env, root: Path) -> str:
    """`RELEASE`, or a digest of the code: the same on every machine that runs the same files."""
    if named := env("RELEASE", default=""):
        return named
    digest = blake2b(digest_size=8)
    for folder in ("site", "community", "experiences", "templates"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt", ".mo", ".css", ".js"):
                digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    digest.update((root / "requirements.txt").read_bytes())
    return digest.hexdigest()


def search(env) -> dict:
    """`SEARCH_URL` (`https://…` Elasticsearch 9), or the database's own full-text search."""
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
    """`TASKS=database` hands tasks to `manage.py db_worker`; otherwise they run at once."""
    if env("TASKS", default="immediate") == "database":
        return {"BACKEND": "django_tasks_db.DatabaseBackend"}
    return {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}


def storages(env, var: Path) -> dict:
    """`MEDIA_STORAGE` (`s3://bucket?endpoint=…&region=…`), or files under `MEDIA_ROOT`.

    `private` holds what only a view may hand out; it has no address of its own.
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
    """Where browsers fetch uploads from: nowhere but here, or the bucket of `MEDIA_STORAGE`, by path or by host name."""
    url = env("MEDIA_STORAGE", default="")
    if not url:
        return ()
    parts = urlsplit(url)
    endpoint = urlsplit(parse_qs(parts.query).get("endpoint", ["https://s3.amazonaws.com"])[0])
    return (f"{endpoint.scheme}://{endpoint.netloc}", f"{endpoint.scheme}://{parts.netloc}.{endpoint.netloc}")


def mail(env) -> tuple[str, dict, dict]:
    """`MAIL_URL`: `smtp+tls://user:password@host:587`, or `anymail+<provider>://?api_key=…`; else files.

    `MAIL_WEBHOOK_SECRET` (`user:password`) lets that provider tell, at `/anymail/<provider>/tracking/`, what bounced.
    Returns `(EMAIL_BACKEND, ANYMAIL, other EMAIL_* settings)`.
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
    """A full name in the domain name system, in small letters."""
    label = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
    return len(name) <= 253 and bool(re.fullmatch(rf"{label}(\.{label})+", name))


def identity_provider(env) -> dict:
    """`OIDC_URL` (`https://client:secret@issuer/realm?name=ProConnect`), or none."""
    url = env("OIDC_URL", default="")
    if not url:
        return {}
    parts = urlsplit(url)
    # http only for an issuer on the same machine, as in tests.
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
