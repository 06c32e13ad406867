"""Cheap HTTP clients on plain sockets. Sync workers need a new connection for each request."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from socket import create_connection
from time import perf_counter

SECONDS_TO_ANSWER = 30
HEADERS = "Host: localhost\r\nX-Forwarded-Proto: https\r\nAccept-Language: fr\r\nConnection: close\r\n"


class WrongAnswer(Exception):
    """The response has another status than the one to be measured."""


def request_for(path: str, headers: str = "") -> bytes:
    """Return a GET request. `headers` are whole lines, each ended by CRLF."""
    return f"GET {path} HTTP/1.1\r\n{HEADERS}{headers}\r\n".encode()


def fetch(port: int, request: bytes) -> bytes:
    """Return the whole response, with headers and body."""
    with create_connection(("127.0.0.1", port), timeout=SECONDS_TO_ANSWER) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(1 << 18), b""))


def timed_request(port: int, requests: Sequence[bytes], status: int, seconds: float) -> list[float]:
    """Send the requests in turn for `seconds`, and return how many seconds each took."""
    expected, times, now = f"HTTP/1.1 {status} ".encode(), [], perf_counter()
    end = now + seconds
    for request in cycle(requests):
        answer = fetch(port, request)
        if not answer.startswith(expected):
            raise WrongAnswer(f"{answer[:60]!r} to {request[:200]!r}")
        begin, now = now, perf_counter()
        times.append(now - begin)
        if now >= end:
            return times
    return times


class Clients:
    """Several processes that send requests at the same time."""

    def __init__(self, pool: ProcessPoolExecutor, number: int):
        self.pool, self.number = pool, number

    def rate(self, port: int, batches: Sequence[Sequence[bytes]], status: int, seconds: float) -> float:
        """Return the responses per second of all clients together. Each client has its own batch of requests."""
        begin = perf_counter()
        tasks = [self.pool.submit(timed_request, port, batch, status, seconds) for batch in batches]
        answers = sum(len(task.result()) for task in tasks)
        return answers / (perf_counter() - begin)


@contextmanager
def clients(number: int) -> Iterator[Clients]:
    with ProcessPoolExecutor(number, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield Clients(pool, number)
