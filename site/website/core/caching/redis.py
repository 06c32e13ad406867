"""A Redis cache backend that survives the failure of Redis."""

import logging
from time import monotonic

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

SECONDS_TO_ANSWER = 1
# In seconds: how long Redis is left alone after a failure, and how long further failures are not logged.
PAUSE, LOG_PAUSE = 10, 60
logger = logging.getLogger(__name__)


class RedisOrMemoryCache(BaseCache):
    """Use Redis and, while it does not answer, the memory of this process.

    Without Redis pages are slower but still correct, since entries are checked against the database. Rate limits are
    then counted per process.
    """

    def __init__(self, server, params):
        super().__init__(params)
        options = {"socket_timeout": SECONDS_TO_ANSWER, "socket_connect_timeout": SECONDS_TO_ANSWER}
        self._redis = RedisCache(server, {**params, "OPTIONS": options})
        # Named after the server, because each thread has its own instance of this class.
        self._memory = LocMemCache(str(server), params)

    def _call(self, name: str, *args, **kwargs):
        if monotonic() < _failures.get("until", 0):
            return getattr(self._memory, name)(*args, **kwargs)
        try:
            return getattr(self._redis, name)(*args, **kwargs)
        except RedisError as error:
            _note_failure(error)
            return getattr(self._memory, name)(*args, **kwargs)

    def get(self, *args, **kwargs):
        return self._call("get", *args, **kwargs)

    def set(self, *args, **kwargs):
        return self._call("set", *args, **kwargs)

    def add(self, *args, **kwargs):
        return self._call("add", *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._call("touch", *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._call("delete", *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._call("get_many", *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self._call("set_many", *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._call("delete_many", *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._call("has_key", *args, **kwargs)

    def incr(self, *args, **kwargs):
        return self._call("incr", *args, **kwargs)

    def clear(self):
        self._memory.clear()
        return self._call("clear")


# Shared by all threads of this process.
_failures: dict[str, float] = {}


def _note_failure(error: RedisError) -> None:
    now = monotonic()
    _failures["until"] = now + PAUSE
    if now >= _failures.get("quiet_until", 0):
        _failures["quiet_until"] = now + LOG_PAUSE
        logger.error("The cache does not answer; memory replaces it: %s", error)
