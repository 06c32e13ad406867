from django.db.backends.postgresql import base

from website.core.database.backends import VersionedDatabaseMixin


class DatabaseWrapper(VersionedDatabaseMixin, base.DatabaseWrapper):
    """PostgreSQL with content versions."""
