"""The mixin of both database backends."""

from website.core.database.versions import VersionTracker


class VersionedDatabaseMixin:
    """Raise the versions of the tables that a transaction has written to, as its last statement."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.content = VersionTracker(self)
        self.execute_wrappers.append(self.content)

    def connect(self):
        self.content.reset()
        super().connect()

    def commit(self):
        self.content.raise_versions()
        super().commit()
        self.content.reset()

    def rollback(self):
        super().rollback()
        self.content.rolled_back()

    def _savepoint_rollback(self, sid):
        super()._savepoint_rollback(sid)
        self.content.savepoint_rolled_back()
