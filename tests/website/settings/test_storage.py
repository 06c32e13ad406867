"""Each service has one environment variable, and a default that needs no installation."""

from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from website.settings import storage
from website.settings.base import ROOT


def env(**variables) -> environ.Env:
    reader = environ.Env()
    reader.ENVIRON = variables
    return reader


def test_the_default_database_is_sqlite_in_wal_mode(tmp_path):
    found = storage.database(env(), tmp_path / "var")
    assert found["ENGINE"] == "website.core.database.sqlite3"
    assert found["NAME"] == str(tmp_path / "var/db.sqlite3")
    assert found["OPTIONS"]["init_command"].startswith("PRAGMA journal_mode=WAL;")
    assert (tmp_path / "var").is_dir()


def test_database_url_configures_postgresql(tmp_path):
    found = storage.database(env(DATABASE_URL="postgres://site:s%23cret@db:5433/network"), tmp_path)
    keys = ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "NAME", "CONN_HEALTH_CHECKS")
    assert tuple(found[key] for key in keys) == (
        "website.core.database.postgresql", "site", "s#cret", "db", 5433, "network", True,
    )  # fmt: skip


def test_the_default_cache_is_the_memory_of_the_process():
    assert storage.cache(env(RELEASE="26.11"), ROOT) == {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 1000},
        "KEY_PREFIX": "26.11",
    }


def test_cache_url_configures_redis():
    found = storage.cache(env(CACHE_URL="redis://cache:6379/0"), ROOT)
    assert found["BACKEND"] == "website.core.caching.redis.RedisOrMemoryCache"
    assert found["LOCATION"] == "redis://cache:6379/0"


def test_the_release_changes_only_with_the_code(tmp_path):
    for name in ("site", "community", "experiences", "templates"):
        (tmp_path / name).mkdir()
    (tmp_path / "requirements.txt").write_text("django==5.2")
    page = tmp_path / "templates/page.html"
    page.write_text("<h1>One</h1>")
    first = storage.release(env(), tmp_path)
    (tmp_path / "site/db.sqlite3").write_text("data")
    page.touch()
    assert storage.release(env(), tmp_path) == first
    page.write_text("<h1>Two</h1>")
    assert storage.release(env(), tmp_path) != first


def test_the_default_search_is_that_of_the_database():
    assert storage.search(env()) == {"BACKEND": "wagtail.search.backends.database"}


def test_search_url_configures_elasticsearch_with_an_index_prefix():
    found = storage.search(env(SEARCH_URL="https://elastic:secret@search:9200", SEARCH_INDEX="alsace_"))
    assert found["BACKEND"] == "wagtail.search.backends.elasticsearch9"
    assert found["URLS"] == ["https://elastic:secret@search:9200"]
    assert found["INDEX_PREFIX"] == "alsace_"


@pytest.mark.parametrize(
    ("variables", "backend"),
    [
        ({}, "django_tasks.backends.immediate.ImmediateBackend"),
        ({"TASKS": "immediate"}, "django_tasks.backends.immediate.ImmediateBackend"),
        ({"TASKS": "database"}, "django_tasks_db.DatabaseBackend"),
    ],
)
def test_tasks_run_immediately_or_in_a_worker(variables, backend):
    assert storage.tasks(env(**variables)) == {"BACKEND": backend}


def test_uploads_are_files_by_default():
    found = storage.storages(env(), Path("/srv/var"))
    assert found["default"] == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    assert found["private"] == found["default"] | {"OPTIONS": {"location": Path("/srv/var/private"), "base_url": None}}


def test_media_storage_configures_a_bucket():
    found = storage.storages(
        env(MEDIA_STORAGE="s3://photos?endpoint=https://s3.example.org&region=eu-west-1"), Path("/srv/var")
    )
    assert found["private"]["OPTIONS"] == found["default"]["OPTIONS"] | {"location": "private"}
    assert found["default"] == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "photos",
            "endpoint_url": "https://s3.example.org",
            "region_name": "eu-west-1",
            "file_overwrite": False,
        },
    }


@pytest.mark.parametrize(
    ("variables", "origins"),
    [
        ({}, ()),
        ({"MEDIA_STORAGE": "s3://photos"}, ("https://s3.amazonaws.com", "https://photos.s3.amazonaws.com")),
        (
            {"MEDIA_STORAGE": "s3://photos?endpoint=https://s3.example.org:9000&region=eu-west-1"},
            ("https://s3.example.org:9000", "https://photos.s3.example.org:9000"),
        ),
    ],
)
def test_the_policy_allows_the_origins_of_uploads(variables, origins):
    assert storage.media_origins(env(**variables)) == origins


@pytest.mark.parametrize("address", ["photos", "https://photos.example.org", "s3://", "s3:photos"])
def test_media_storage_without_a_bucket_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="MEDIA_STORAGE must look like s3://bucket"):
        storage.storages(env(MEDIA_STORAGE=address), Path("/srv/var"))


def test_mail_is_written_to_files_by_default():
    assert storage.mail(env()) == ("django.core.mail.backends.filebased.EmailBackend", {}, {})


def test_mail_url_configures_a_server():
    backend, anymail, options = storage.mail(env(MAIL_URL="smtp+tls://site:secret@mail.example.org:587"))
    assert (backend, anymail) == ("django.core.mail.backends.smtp.EmailBackend", {})
    assert options == {
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "site",
        "EMAIL_HOST_PASSWORD": "secret",
        "EMAIL_USE_TLS": True,
    }


def test_a_webhook_secret_enables_bounce_reports_of_the_provider():
    variables = {"MAIL_URL": "anymail+brevo://?api_key=a", "MAIL_WEBHOOK_SECRET": "anna:secret"}
    assert storage.mail(env(**variables))[1] == {"BREVO_API_KEY": "a", "WEBHOOK_SECRET": "anna:secret"}


def test_mail_url_configures_a_provider():
    backend, anymail, options = storage.mail(env(MAIL_URL="anymail+brevo://?api_key=a%2Bb"))
    assert (backend, anymail, options) == ("anymail.backends.brevo.EmailBackend", {"BREVO_API_KEY": "a+b"}, {})
