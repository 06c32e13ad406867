"""The access table: the answer of every route to each role.

An answer is a status code, or the target of a redirect: `login` is the sign-in page, `cms-login` that of the CMS,
`cms-home` the CMS's first page (where Wagtail sends users without a permission), and `3xx` any other address.
"""

from dataclasses import dataclass

ROLES = ("visitor", "member", "partner", "editor", "coordinator", "administrator")
# To whom the object belongs, relative to the user who sends the request. A visitor has no objects and no colleagues.
RELATIONS = ("own", "colleague", "stranger")


@dataclass(frozen=True)
class Row:
    """The answers of a route to a GET request (or to POST, where it accepts nothing else).

    `thing` names the method of `Things` in `tests/test_access.py` that creates the object and returns its address.
    `expected` maps relations to answers, or is one string for all relations.
    """

    route: str
    expected: dict[str, str] | str
    thing: str = ""
    method: str = "get"

    def answers(self, relation: str) -> list[str]:
        """Return the answers in the order of `ROLES`; a single answer applies to all roles."""
        text = self.expected if isinstance(self.expected, str) else self.expected[relation]
        answers = text.split()
        return answers * len(ROLES) if len(answers) == 1 else answers


ALL = "200"
SIGNED_IN = "login 200 200 200 200 200"
OWNER_ONLY = {"own": SIGNED_IN, "colleague": "login 404 404 404 404 404", "stranger": "login 404 404 404 404 404"}
# The author of a sheet, and its reviewers.
DRAFT = {"own": SIGNED_IN, "colleague": "login 404 404 404 200 200", "stranger": "login 404 404 404 200 200"}
MEMBERS_ONLY = "404 200 200 200 200 200"
LIBRARY = "404 404 404 200 200 200"
COORDINATORS_ONLY = "login 403 403 403 200 200"
# Objects of others, for the coordinators who decide on them.
REVIEWED = "login 404 404 404 200 200"
NOT_FOUND = "login 404 404 404 404 404"
# Views that change something redirect to the changed object.
OWNER_ACTION = {
    "own": "login 3xx 3xx 3xx 3xx 3xx",
    "colleague": "login 404 404 404 404 404",
    "stranger": "login 404 404 404 404 404",
}
# Contents of a closed group, for its members and for coordinators.
CLOSED = "404 404 404 404 200 200"
CLOSED_POST = "404 404 404 404 3xx 3xx"
GROUP = {"own": MEMBERS_ONLY, "colleague": CLOSED, "stranger": CLOSED}
HIDDEN = "404 403 403 403 200 200"
FORBIDDEN = "login 403 403 403 403 403"
ALL_REDIRECTED = "login 3xx 3xx 3xx 3xx 3xx"

TABLE = [
    Row("robots.txt", ALL),
    Row("sitemap.xml", ALL),
    Row("search", ALL),
    Row("feed", ALL, "news_feed"),
    Row("feed", ALL, "members_feed"),
    Row("event_ics", ALL, "event"),
    Row("event_ics", "404", "event_draft"),
    Row("territory", ALL, "territory"),
    Row("organisation", ALL, "organisation"),
    Row("wagtail_serve", ALL, "news"),
    Row("wagtail_serve", "404", "news_draft"),
    Row("wagtail_serve", "404", "sheet_draft_page"),
    Row("wagtail_serve", "3xx 200 200 200 200 200", "page_for_members"),
    Row("wagtailcore_login", "login"),
    Row("wagtailcore_authenticate_with_password", "404"),
    # A library document that no page uses yet: for users who may choose documents, and for its uploader.
    Row("wagtaildocs_serve", {"own": MEMBERS_ONLY, "colleague": LIBRARY, "stranger": LIBRARY}, "document"),
    Row(
        "wagtaildocs_serve",
        {
            "own": "404 200 200 200 200 200",
            "colleague": "404 404 404 404 200 200",
            "stranger": "404 404 404 404 200 200",
        },
        "draft_document",
    ),
    Row("wagtaildocs_authenticate_with_password", "3xx"),
    Row("^media/(?P<path>.*)$", ALL, "picture_file"),
    Row("^media/(?P<path>.*)$", "404", "document_file"),
    Row("personal_data", ALL),
    Row("my_data", SIGNED_IN),
    Row("data_export_new", "login 3xx 3xx 3xx 3xx 3xx", method="post"),
    Row("data_export", OWNER_ONLY, "data_export"),
    Row("erase_account", "login 3xx 3xx 3xx 3xx 3xx"),
    Row("my_profile", SIGNED_IN),
    Row(
        "member",
        {
            "own": SIGNED_IN.replace("login", "404"),
            "colleague": "404 200 200 200 200 200",
            "stranger": "404 200 200 200 200 200",
        },
        "entry_for_members",
    ),
    Row("member", {"own": "404", "colleague": "404", "stranger": "404"}, "entry_for_nobody"),
    Row("member", ALL, "entry_for_all"),
    Row("my_sheets", SIGNED_IN),
    Row("sheet_new", SIGNED_IN),
    Row("sheet", DRAFT, "sheet_draft"),
    Row("sheet_preview", DRAFT, "sheet_draft"),
    Row("sheet_edit", OWNER_ONLY, "sheet_draft"),
    Row("sheet_delete", OWNER_ONLY, "sheet_draft"),
    Row("sheet_submit", OWNER_ACTION, "sheet_draft", method="post"),
    Row("sheet_withdraw", OWNER_ACTION, "sheet_draft", method="post"),
    Row("my_profile_as", SIGNED_IN, "as_a_visitor"),
    Row(
        "member_vcard", {"own": MEMBERS_ONLY, "colleague": MEMBERS_ONLY, "stranger": MEMBERS_ONLY}, "vcard_for_members"
    ),
    Row("member_vcard", "404", "vcard_for_nobody"),
    Row(
        "member_contact",
        {"own": MEMBERS_ONLY, "colleague": MEMBERS_ONLY, "stranger": MEMBERS_ONLY},
        "contact_for_members",
    ),
    Row("member_contact", "404", "contact_for_nobody"),
    Row("organisation_edit", SIGNED_IN, "organisation_edit"),
    Row("organisation_editors", "login 403 403 403 200 200", "organisation_editors"),
    Row("organisation_editor_remove", "login 403 403 403 3xx 3xx", "organisation_editor", method="post"),
    Row("my_proposals", SIGNED_IN),
    Row("proposal", DRAFT, "proposal"),
    Row(
        "proposal_withdraw",
        {"own": ALL_REDIRECTED, "colleague": "login 404 404 404 403 403", "stranger": "login 404 404 404 403 403"},
        "own_proposal",
        method="post",
    ),
    Row("board", ALL, "board"),
    Row("board", MEMBERS_ONLY, "board_of_members"),
    Row("board", GROUP, "board_of_a_group"),
    Row("board_read", "login 3xx 3xx 3xx 3xx 3xx", "board_read", method="post"),
    Row("discussion", ALL, "topic"),
    Row("discussion", MEMBERS_ONLY, "topic_for_members"),
    Row("discussion", GROUP, "topic_of_a_group"),
    Row("discussion", {"own": MEMBERS_ONLY, "colleague": CLOSED, "stranger": CLOSED}, "waiting_topic"),
    Row("discussion_new", SIGNED_IN),
    Row("discussion_unread", "login 3xx 3xx 3xx 3xx 3xx", "topic_unread"),
    Row("discussion_reply", SIGNED_IN, "topic_reply"),
    # The body must name the member to ask; this request has none.
    Row("expert_ask", "login 400 400 400 400 400", "topic_ask", method="post"),
    Row("discussion_pin", "login 403 403 403 3xx 3xx", "topic_pin", method="post"),
    Row("discussion_lock", "login 403 403 403 3xx 3xx", "topic_lock", method="post"),
    Row("discussion_organise", "login 403 403 403 200 200", "topic_organise"),
    Row(
        "discussion_knowledge",
        # The author of the question; editors may add tools and answers, coordinators moderate.
        {"own": SIGNED_IN, "colleague": "login 403 403 200 200 200", "stranger": "login 403 403 200 200 200"},
        "topic_knowledge",
    ),
    Row("discussion_knowledge", "login 404 404 404 200 200", "topic_of_a_group_knowledge"),
    Row(
        "knowledge",
        {"own": SIGNED_IN, "colleague": "login 404 404 404 200 200", "stranger": "login 404 404 404 200 200"},
        "provenance",
    ),
    Row("my_knowledge", SIGNED_IN),
    Row("my_contributions", SIGNED_IN),
    Row("my_contribution", OWNER_ONLY, "contribution"),
    Row("post", "404 3xx 3xx 3xx 3xx 3xx", "post_for_members"),
    Row(
        "post", {"own": "404 3xx 3xx 3xx 3xx 3xx", "colleague": CLOSED_POST, "stranger": CLOSED_POST}, "post_of_a_group"
    ),
    Row("post_history", MEMBERS_ONLY, "post_history"),
    Row("post_history", {"own": MEMBERS_ONLY, "colleague": HIDDEN, "stranger": HIDDEN}, "hidden_post_history"),
    Row("attachment", ALL, "file_for_all"),
    Row("attachment", MEMBERS_ONLY, "file_for_members"),
    Row("attachment", GROUP, "file_of_a_group"),
    Row("attachment", GROUP, "file_of_a_hidden_post"),
    Row("post_edit", {"own": SIGNED_IN, "colleague": FORBIDDEN, "stranger": FORBIDDEN}, "post_edit"),
    Row("post_delete", {"own": SIGNED_IN, "colleague": FORBIDDEN, "stranger": FORBIDDEN}, "post_delete"),
    Row(
        "post_restore",
        {"own": "login 3xx 3xx 3xx 3xx 3xx", "colleague": FORBIDDEN, "stranger": FORBIDDEN},
        "post_restore",
        method="post",
    ),
    Row(
        "post_thank",
        {"own": FORBIDDEN, "colleague": ALL_REDIRECTED, "stranger": ALL_REDIRECTED},
        "post_thank",
        method="post",
    ),
    Row(
        "post_accept",
        {"own": ALL_REDIRECTED, "colleague": "login 403 403 403 3xx 3xx", "stranger": "login 403 403 403 3xx 3xx"},
        "post_accept",
        method="post",
    ),
    # The query must say what to complete; this request has none.
    Row("complete", "login 400 400 400 400 400"),
    Row("my_drafts", SIGNED_IN),
    # The body must contain the draft; this request has none.
    Row("draft_save", "login 400 400 400 400 400", method="post"),
    Row("draft_drop", "login 400 400 400 400 400", method="post"),
    Row("post_preview", SIGNED_IN, method="post"),
    Row("feed", ALL, "posts_feed"),
    Row("my_follows", SIGNED_IN),
    # The body must name the target; this request has none.
    Row("follow", "login 400 400 400 400 400", method="post"),
    Row("follow_settings", OWNER_ONLY, "follow"),
    Row("join", "200 3xx 3xx 3xx 3xx 3xx"),
    Row("join_thanks", ALL),
    Row("join_requests", COORDINATORS_ONLY),
    Row("join_request", "login 404 404 404 200 200", "join_request"),
    Row("invitations", COORDINATORS_ONLY),
    Row("invite", COORDINATORS_ONLY),
    Row("invite_again", "login 404 404 404 3xx 3xx", "invitation_again", method="post"),
    Row("invitation_withdraw", "login 404 404 404 3xx 3xx", "invitation_withdraw", method="post"),
    Row("invitation", "200 409 409 409 409 409", "invitation"),
    Row("invitation", "404", "invalid_invitation"),
    Row("invitation", "410", "used_invitation"),
    Row("invitation_again", "3xx", "invitation_again_by_link"),
    Row("report_new", {"own": "200 404 404 404 404 404", "colleague": ALL, "stranger": ALL}, "post_to_report"),
    Row(
        "report_new", {"own": "404", "colleague": MEMBERS_ONLY, "stranger": MEMBERS_ONLY}, "post_for_members_to_report"
    ),
    Row("report_new", "404", "hidden_post_to_report"),
    Row("report_thanks", ALL),
    Row("report", ALL, "report"),
    Row("report", "404", "invalid_report"),
    Row("moderation", COORDINATORS_ONLY),
    Row("moderation_case", {"own": NOT_FOUND, "colleague": REVIEWED, "stranger": REVIEWED}, "case"),
    Row("complaints", COORDINATORS_ONLY),
    Row("complaint", {"own": NOT_FOUND, "colleague": REVIEWED, "stranger": REVIEWED}, "complaint"),
    Row("decision", OWNER_ONLY, "decision"),
    Row("my_notifications", SIGNED_IN),
    Row("notifications_read", "login 3xx 3xx 3xx 3xx 3xx", method="post"),
    Row("notification_read", OWNER_ACTION, "notification_read", method="post"),
    Row("notification_settings", SIGNED_IN),
    Row("mail_again", "login 3xx 3xx 3xx 3xx 3xx", method="post"),
    # The token of the mail is sufficient, whoever is signed in.
    Row("unsubscribe", ALL, "unsubscribe_link"),
    Row("unsubscribe", ALL, "unsubscribe_link", method="post"),
    Row("unsubscribe", "404", "invalid_unsubscribe_link"),
    Row("unsent", SIGNED_IN),
    Row("account", SIGNED_IN),
    Row("usersessions_list", SIGNED_IN),
    Row("mfa_index", SIGNED_IN),
    Row("mfa_authenticate", "login 3xx 3xx 3xx 3xx 3xx"),
    Row("mfa_login_webauthn", "login 3xx 3xx 3xx 3xx 3xx"),
    Row("mfa_reauthenticate", "login 3xx 3xx 3xx 3xx 3xx"),
    Row("mfa_reauthenticate_webauthn", "login 3xx 3xx 3xx 3xx 3xx"),
    Row("mfa_list_webauthn", SIGNED_IN),
    *(
        Row(route, "login 3xx 3xx 3xx 3xx 3xx")
        for route in (
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
            "mfa_generate_recovery_codes",
        )
    ),
    # These need an active second factor, which these users do not have.
    *(
        Row(route, "login 404 404 404 404 404")
        for route in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes")
    ),
    *(
        Row(route, "404")
        for route in (
            "openid_connect_login",
            "openid_connect_callback",
            "socialaccount_connections",
            "socialaccount_login_cancelled",
            "socialaccount_login_error",
        )
    ),
    Row("account_login", "200 3xx 3xx 3xx 3xx 3xx"),
    Row("account_logout", "3xx 200 200 200 200 200"),
    Row("account_signup", "200 3xx 3xx 3xx 3xx 3xx"),
    Row("account_inactive", ALL),
    Row("account_reauthenticate", SIGNED_IN),
    Row("account_email", SIGNED_IN),
    Row("account_email_verification_sent", ALL),
    Row("account_change_password", SIGNED_IN),
    Row("account_set_password", "login 3xx 3xx 3xx 3xx 3xx"),
    Row("account_reset_password", ALL),
    Row("account_reset_password_done", ALL),
    Row("account_reset_password_from_key", ALL, "invalid_token"),
    Row("account_reset_password_from_key_done", ALL),
    Row("account_confirm_email", ALL, "invalid_key"),
    Row("account_confirm_login_code", "login 3xx 3xx 3xx 3xx 3xx"),
]

# Every address of the CMS redirects users without access to its sign-in page, except these.
OPEN_IN_THE_CMS = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
# These redirect to the site's own password pages, or do not exist.
CLOSED_IN_THE_CMS = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
}
# Each group of CMS routes: (its first page, the answers to editor, coordinator and administrator).
ADMIN_CLASSES = {
    "wagtailadmin_pages": ("wagtailadmin_explore_root", "200 200 200"),
    "wagtailadmin_api": ("wagtailadmin_api:pages:listing", "200 200 200"),
    "wagtailadmin_collections": ("wagtailadmin_collections:index", "cms-home cms-home 200"),
    "wagtailadmin_editing_sessions": ("wagtailadmin_home", "200 200 200"),
    "wagtailadmin_reports": ("wagtailadmin_reports:site_history", "200 200 200"),
    "wagtailadmin_workflows": ("wagtailadmin_workflows:index", "cms-home cms-home 200"),
    "wagtail_localize": ("wagtail_localize:translations_report", "200 200 200"),
    "wagtaildocs": ("wagtaildocs:index", "200 200 200"),
    "wagtaildocs_chooser": ("wagtaildocs_chooser:choose", "200 200 200"),
    "wagtailimages": ("wagtailimages:index", "200 200 200"),
    "wagtailimages_chooser": ("wagtailimages_chooser:choose", "200 200 200"),
    "wagtailembeds": ("wagtailembeds:chooser", "200 200 200"),
    "wagtaillocales": ("wagtaillocales:index", "cms-home cms-home 200"),
    "wagtailredirects": ("wagtailredirects:index", "cms-home cms-home 200"),
    "wagtailsites": ("wagtailsites:index", "cms-home cms-home 200"),
    "wagtailsnippets": ("wagtailsnippets:index", "cms-home cms-home cms-home"),
    "wagtailsnippets_forum_board": ("wagtailsnippets_forum_board:list", "cms-home 200 200"),
    "wagtailsnippets_members_member": ("wagtailsnippets_members_member:list", "cms-home 200 200"),
    "wagtailsnippets_topics_language": ("wagtailsnippets_topics_language:list", "200 200 200"),
    "wagtailsnippets_topics_organisation": ("wagtailsnippets_topics_organisation:list", "200 200 200"),
    "wagtailsnippets_topics_resource": ("wagtailsnippets_topics_resource:list", "200 200 200"),
    "wagtailsnippets_topics_sector": ("wagtailsnippets_topics_sector:list", "200 200 200"),
    "wagtailsnippets_topics_territory": ("wagtailsnippets_topics_territory:list", "200 200 200"),
    "wagtailsnippets_topics_theme": ("wagtailsnippets_topics_theme:list", "200 200 200"),
    "wagtailsnippetchoosers_forum_board": ("wagtailsnippetchoosers_forum_board:choose", "200 200 200"),
    "wagtailsnippetchoosers_members_member": ("wagtailsnippetchoosers_members_member:choose", "200 200 200"),
    "wagtailsnippetchoosers_topics_language": ("wagtailsnippetchoosers_topics_language:choose", "200 200 200"),
    "wagtailsnippetchoosers_topics_organisation": ("wagtailsnippetchoosers_topics_organisation:choose", "200 200 200"),
    "wagtailsnippetchoosers_topics_resource": ("wagtailsnippetchoosers_topics_resource:choose", "200 200 200"),
    "wagtailsnippetchoosers_topics_sector": ("wagtailsnippetchoosers_topics_sector:choose", "200 200 200"),
    "wagtailsnippetchoosers_topics_territory": ("wagtailsnippetchoosers_topics_territory:choose", "200 200 200"),
    "wagtailsnippetchoosers_topics_theme": ("wagtailsnippetchoosers_topics_theme:choose", "200 200 200"),
    "wagtailusers_groups": ("wagtailusers_groups:index", "cms-home cms-home 200"),
    "wagtailusers_users": ("wagtailusers_users:index", "cms-home cms-home 200"),
}
