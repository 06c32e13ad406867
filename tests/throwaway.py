"""A new site in an in-memory database, for the command-line tools in `tests`."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def throwaway_site(*, with_demo: bool = False):
    """Set up Django with the test settings, an in-memory SQLite database and, on request, the demo."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "website.settings.test"
    os.environ.pop("DATABASE_URL", None)
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    import django
    from django.test.utils import setup_test_environment, teardown_test_environment

    django.setup()
    from django.db import connection

    from tests import database
    from website.demo.actions import load_demo

    setup_test_environment(debug=False)
    database.of(connection).set_up()
    if with_demo:
        load_demo("testserver", 80)
    yield
    connection.close()
    teardown_test_environment()
