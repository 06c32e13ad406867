"""Clients that cost next to nothing: bare sockets, each request on its own connection as sync workers want it."""

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
    """The server answered something else than what is measured."""


def request_for(path: str, headers: str = "") -> bytes:
    """`headers` are whole lines, each ended by CRLF."""
    return f"GET {path} HTTP/1.1\r\n{HEADERS}{headers}\r\n".encode()


def fetch(port: int, request: bytes) -> bytes:
    """The whole answer, head and body."""
    with create_connection(("127.0.0.1", port), timeout=SECONDS_TO_ANSWER) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(1 << 18), b""))


def timed_request(port: int, requests: Sequence[bytes], status: int, seconds: float) -> list[float]:
    """Ask one request after the other, over and over, for `seconds`; how many seconds each took."""
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
    """Several processes that ask at the same time."""

    def __init__(self, pool: ProcessPoolExecutor, number: int):
        self.pool, self.number = pool, number

    def rate(self, port: int, batches: Sequence[Sequence[bytes]], status: int, seconds: float) -> float:
        """Answers per second to all clients together; each has its own batch of requests."""
        begin = perf_counter()
        tasks = [self.pool.submit(timed_request, port, batch, status, seconds) for batch in batches]
        answers = sum(len(task.result()) for task in tasks)
        return answers / (perf_counter() - begin)


@contextmanager
def clients(number: int) -> Iterator[Clients]:
    with ProcessPoolExecutor(number, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield Clients(pool, number)
