"""Settings of `website.core.database` and `website.core.caching`: which database changes do not affect cached content.

All models that are not listed here are tracked: cached content that reads one is served until its table changes.
"""

# Identifies the user, but is never shown. Cache keys say which readers an entry is for.
CACHE_IGNORED_MODELS = {"sessions.Session"}

# Written often and shown on no cached page or feed. Content that reads one is not cached, and in tests raises an error.
CACHE_UNTRACKED_MODELS = {
    # Private to a user: what they have read, begun to write, follow and are notified of.
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
    # Queues, logs, and models that only the CMS reads.
    "django_tasks_database.DBTaskResult",
    "wagtailadmin.EditingSession",
    "wagtailcore.ModelLogEntry",
    "wagtailcore.PageLogEntry",
    "wagtailcore.ReferenceIndex",
    "wagtailcore.Revision",
    "wagtailcore.TaskState",
    "wagtailcore.WorkflowState",
    # Search results are never cached.
    "members.MemberSearchText",
    "wagtailsearch.IndexEntry",
    "wagtailsearch.SQLiteFTSIndexEntry",
}

# Wagtail and Django cache these themselves, so that content may use them without executing a statement.
CACHE_HIDDEN_READS = {"contenttypes.ContentType", "core.Rendition", "wagtailcore.Locale", "wagtailcore.Site"}

# An UPDATE of only these fields changes no page: signing in, and saving drafts of pages.
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

# An INSERT does not change rendered content: a rendition of an image is created when it is first shown.
CACHE_UNSEEN_INSERTS = {"core.Rendition"}

# Whether caching content that reads an untracked model raises an error. If not, the content is not cached.
CACHE_STRICT = False
