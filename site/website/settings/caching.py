"""Which changes of the database cannot change what is cached (see `website.core.database` and `website.core.caching`).

Every model that is not named here is tracked: what is cached of it is served until the next change of its table.
"""

# Who asks, never what they are shown: what is cached says itself for which readers it is.
CACHE_IGNORED_MODELS = {"sessions.Session"}

# Written often and shown on no page or feed that is cached. What reads one of them is not cached; in tests that fails.
CACHE_UNTRACKED_MODELS = {
    # Each person's own: what they have read, begun to write, follow and are notified of.
    "accounts.User_user_permissions",
    "follows.Follow",
    "forum.BoardVisit",
    "forum.Draft",
    "forum.Reading",
    "notifications.Digest",
    "notifications.Notification",
    "notifications.Preference",
    "notifications.SuppressedAddress",
    "privacy.DataExport",
    "replies.InboundMail",
    "usersessions.UserSession",
    # Queues, logs and what only the CMS reads.
    "django_tasks_database.DBTaskResult",
    "wagtailadmin.EditingSession",
    "wagtailcore.ModelLogEntry",
    "wagtailcore.PageLogEntry",
    "wagtailcore.ReferenceIndex",
    "wagtailcore.Revision",
    "wagtailcore.TaskState",
    "wagtailcore.WorkflowState",
    # What was searched for is never cached.
    "members.MemberSearchText",
    "wagtailsearch.IndexEntry",
    "wagtailsearch.SQLiteFTSIndexEntry",
}

# Wagtail and Django hold these in caches of their own, so what is rendered may read them without a statement.
CACHE_HIDDEN_READS = {"contenttypes.ContentType", "core.Rendition", "wagtailcore.Locale", "wagtailcore.Site"}

# An UPDATE of nothing else changes no page: signing in, and drafts of pages.
CACHE_UNSEEN_FIELDS = {
    "accounts.User": {"last_login", "password"},
    "wagtailcore.Page": {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    },
}

# A new row changes nothing that was rendered without it: a picture in another size is made when it is first shown.
CACHE_UNSEEN_INSERTS = {"core.Rendition"}

# Whether something that is to be cached and reads an untracked model is an error, or only not cached.
CACHE_STRICT = False
