"""The cache that several machines share, which a page does not need to be up."""

import logging
from time import monotonic

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

SECONDS_TO_ANSWER = 1
# So long Redis is not asked again after it has failed, and so long failures are not logged again.
PAUSE, LOG_PAUSE = 10, 60
logger = logging.getLogger(__name__)


class RedisOrMemoryCache(BaseCache):
    """Redis, and while it does not answer, this process's memory.

    Pages are only slower then, as entries are checked against the database. Limits on attempts are counted by each
    process for itself.
    """

    def __init__(self, server, params):
        super().__init__(params)
        options = {"socket_timeout": SECONDS_TO_ANSWER, "socket_connect_timeout": SECONDS_TO_ANSWER}
        self._redis = RedisCache(server, {**params, "OPTIONS": options})
        # By the server's name, as each thread has its own object of this class.
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


# Of this process: all its threads find the same Redis down.
_failures: dict[str, float] = {}


def _note_failure(error: RedisError) -> None:
    now = monotonic()
    _failures["until"] = now + PAUSE
    if now >= _failures.get("quiet_until", 0):
        _failures["quiet_until"] = now + LOG_PAUSE
        logger.error("The cache does not answer; memory stands in for it: %s", error)
