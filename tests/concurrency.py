"""Two people at the same moment, on a database with row locks."""

from threading import Event, Thread

from django.db import connection, transaction

PATIENCE_SECONDS = 20


def overlapping(first, second) -> None:
    """`second` begins after `first` has acted and before it has committed."""
    acted, begun, failures = Event(), Event(), []

    def hold():
        with transaction.atomic():
            first()
            acted.set()
            begun.wait(PATIENCE_SECONDS)
            # The other is on its way to the same rows; where nothing makes it wait it is done by then.
            other.join(0.5)

    def follow():
        acted.wait(PATIENCE_SECONDS)
        begun.set()
        second()

    def run(act):
        try:
            act()
        except Exception as error:  # told by the test below, whose thread this is not
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
