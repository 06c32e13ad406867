from django.db.backends.sqlite3 import base

from website.core.database.backends import VersionedDatabaseMixin


class DatabaseWrapper(VersionedDatabaseMixin, base.DatabaseWrapper):
    """SQLite with content versions."""
