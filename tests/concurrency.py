"""Concurrent transactions, on a database with row locks."""

from threading import Event, Thread

from django.db import connection, transaction

PATIENCE_SECONDS = 20


def overlapping(first, second) -> None:
    """Run `second` in another thread after `first` has acted and before it has committed; both must succeed."""
    acted, begun, failures = Event(), Event(), []

    def hold():
        with transaction.atomic():
            first()
            acted.set()
            begun.wait(PATIENCE_SECONDS)
            # The other transaction is accessing the same rows; without a lock it has finished by then.
            other.join(0.5)

    def follow():
        acted.wait(PATIENCE_SECONDS)
        begun.set()
        second()

    def run(act):
        try:
            act()
        except Exception as error:  # asserted below, in the thread of the test
            failures.append(error)
        finally:
            connection.close()

    other = Thread(target=run, args=[follow])
    one = Thread(target=run, args=[hold])
    for thread in (other, one):
        thread.start()
    for thread in (other, one):
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()
    assert failures == []
