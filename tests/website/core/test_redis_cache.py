"""The site works while Redis is down."""

import socket
from types import SimpleNamespace

import pytest

from website.core.caching import redis
from website.core.caching.redis import RedisOrMemoryCache


@pytest.fixture
def nowhere(monkeypatch):
    """Return the URL of a Redis that is not running, and reset the failures that this process remembers."""
    monkeypatch.setattr(redis, "_failures", {})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{free.getsockname()[1]}/0"


@pytest.fixture
def down(nowhere, settings):
    settings.CACHES = {"default": {"BACKEND": "website.core.caching.redis.RedisOrMemoryCache", "LOCATION": nowhere}}


@pytest.mark.django_db
def test_pages_lists_and_feeds_are_served_without_redis(site, client, down):
    for address in ("/fr/", "/fr/actualites/", "/fr/echanges/", "/fr/feeds/news.atom", "/fr/accounts/login/"):
        assert [client.get(address).status_code for _ in range(2)] == [200, 200]


@pytest.mark.django_db
def test_rate_limits_are_counted_by_the_process_while_redis_is_down(site, client, down, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "search": "2/m/ip"}
    assert [client.get("/fr/search/?q=eau").status_code for _ in range(3)] == [200, 200, 429]


def test_all_methods_of_the_cache_work_from_memory(nowhere):
    cache = RedisOrMemoryCache(nowhere, {})
    cache.set("a", 1)
    cache.set_many({"b": 2, "c": 3})
    assert (cache.get("a"), cache.get_many(["b", "c"]), cache.get("d")) == (1, {"b": 2, "c": 3}, None)
    assert [cache.add("d", 4), cache.add("d", 5), cache.incr("d"), cache.touch("d"), "d" in cache] == [
        True,
        False,
        5,
        True,
        True,
    ]
    cache.delete("a")
    cache.delete_many(["b"])
    assert cache.get_many(["a", "b", "c"]) == {"c": 3}
    cache.clear()
    assert cache.get("c") is None


def test_a_failure_of_redis_is_logged_once(nowhere, monkeypatch):
    messages = []
    # Not `caplog`: what other tests do to logging, or to imported modules, must not decide this one.
    names = RedisOrMemoryCache._call.__globals__
    monkeypatch.setitem(names, "_failures", {})
    monkeypatch.setitem(names, "logger", SimpleNamespace(error=lambda *args: messages.append(args)))
    cache = RedisOrMemoryCache(nowhere, {})
    for _ in range(5):
        cache.get("a")
    assert len(messages) == 1
