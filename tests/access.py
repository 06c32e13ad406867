"""The access table: for every route what each role is answered.

An answer is a status; `in` is a redirect to the sign-in, `door` one to the CMS's, `on` one to elsewhere.
"""

from dataclasses import dataclass

ROLES = ("visitor", "member", "partner", "editor", "coordinator", "administrator")
# Whose thing it is, seen from whoever asks. A visitor has nothing and no colleagues.
RELATIONS = ("own", "colleague", "stranger")


@dataclass(frozen=True)
class Row:
    """What a route answers to a GET (or POST, where it takes nothing else) for a thing in each relation.

    `thing` names what the address is made of, a fixture of the test; `expected` is by relation, or the same for all.
    """

    route: str
    expected: dict[str, str] | str
    thing: str = ""
    method: str = "get"

    def answers(self, relation: str) -> list[str]:
        """In the order of `ROLES`; one answer is everybody's."""
        text = self.expected if isinstance(self.expected, str) else self.expected[relation]
        words = text.split()
        return words * len(ROLES) if len(words) == 1 else words


ALL = "200"
SIGNED_IN = "in 200 200 200 200 200"
MINE = {"own": SIGNED_IN, "colleague": "in 404 404 404 404 404", "stranger": "in 404 404 404 404 404"}
# A sheet's author and those who review.
DRAFT = {"own": SIGNED_IN, "colleague": "in 404 404 404 200 200", "stranger": "in 404 404 404 200 200"}
KNOWN = "404 200 200 200 200 200"
LIBRARY = "404 404 404 200 200 200"
DESK = "in 403 403 403 200 200"
# Of somebody else's, by whoever decides: the coordinators.
REVIEWED = "in 404 404 404 200 200"
NEVER = "in 404 404 404 404 404"
# What changes something leads on to what was changed.
STEP = {"own": "in on on on on on", "colleague": "in 404 404 404 404 404", "stranger": "in 404 404 404 404 404"}
# A closed group's, whose members and coordinators read it.
CLOSED = "404 404 404 404 200 200"
CLOSED_POST = "404 404 404 404 on on"
GROUP = {"own": KNOWN, "colleague": CLOSED, "stranger": CLOSED}
HIDDEN = "404 403 403 403 200 200"
NOT_MINE = "in 403 403 403 403 403"
ALL_ON = "in on on on on on"

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
    Row("wagtail_serve", "on 200 200 200 200 200", "page_for_members"),
    Row("wagtailcore_login", "in"),
    Row("wagtailcore_authenticate_with_password", "404"),
    # Of the library, and on no page yet: whoever works with documents, and who brought it.
    Row("wagtaildocs_serve", {"own": KNOWN, "colleague": LIBRARY, "stranger": LIBRARY}, "document"),
    Row(
        "wagtaildocs_serve",
        {
            "own": "404 200 200 200 200 200",
            "colleague": "404 404 404 404 200 200",
            "stranger": "404 404 404 404 200 200",
        },
        "draft_document",
    ),
    Row("wagtaildocs_authenticate_with_password", "on"),
    Row("^media/(?P<path>.*)$", ALL, "picture_file"),
    Row("^media/(?P<path>.*)$", "404", "document_file"),
    Row("personal_data", ALL),
    Row("my_data", SIGNED_IN),
    Row("data_export_new", "in on on on on on", method="post"),
    Row("data_export", MINE, "data_export"),
    Row("erase_account", "in on on on on on"),
    Row("my_profile", SIGNED_IN),
    Row(
        "member",
        {
            "own": SIGNED_IN.replace("in", "404"),
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
    Row("sheet_edit", MINE, "sheet_draft"),
    Row("sheet_delete", MINE, "sheet_draft"),
    Row("sheet_submit", STEP, "sheet_draft", method="post"),
    Row("sheet_withdraw", STEP, "sheet_draft", method="post"),
    Row("my_profile_as", SIGNED_IN, "as_a_visitor"),
    Row("member_vcard", {"own": KNOWN, "colleague": KNOWN, "stranger": KNOWN}, "card_for_members"),
    Row("member_vcard", "404", "card_for_nobody"),
    Row("member_contact", {"own": KNOWN, "colleague": KNOWN, "stranger": KNOWN}, "contact_for_members"),
    Row("member_contact", "404", "contact_for_nobody"),
    Row("organisation_edit", SIGNED_IN, "organisation_edit"),
    Row("organisation_editors", "in 403 403 403 200 200", "organisation_editors"),
    Row("organisation_editor_remove", "in 403 403 403 on on", "organisation_editor", method="post"),
    Row("my_proposals", SIGNED_IN),
    Row("proposal", DRAFT, "proposal"),
    Row(
        "proposal_withdraw",
        {"own": ALL_ON, "colleague": "in 404 404 404 403 403", "stranger": "in 404 404 404 403 403"},
        "own_proposal",
        method="post",
    ),
    Row("board", ALL, "board"),
    Row("board", KNOWN, "board_of_members"),
    Row("board", GROUP, "board_of_a_group"),
    Row("board_read", "in on on on on on", "board_read", method="post"),
    Row("discussion", ALL, "topic"),
    Row("discussion", KNOWN, "topic_for_members"),
    Row("discussion", GROUP, "topic_of_a_group"),
    Row("discussion", {"own": KNOWN, "colleague": CLOSED, "stranger": CLOSED}, "topic_that_waits"),
    Row("discussion_new", SIGNED_IN),
    Row("discussion_unread", "in on on on on on", "topic_unread"),
    Row("discussion_reply", SIGNED_IN, "topic_reply"),
    # It says whom to ask in what is sent; nothing was.
    Row("expert_ask", "in 400 400 400 400 400", "topic_ask", method="post"),
    Row("discussion_pin", "in 403 403 403 on on", "topic_pin", method="post"),
    Row("discussion_lock", "in 403 403 403 on on", "topic_lock", method="post"),
    Row("discussion_organise", "in 403 403 403 200 200", "topic_sort"),
    Row(
        "discussion_knowledge",
        # Who asked; editors may add tools and answers, coordinators moderate.
        {"own": SIGNED_IN, "colleague": "in 403 403 200 200 200", "stranger": "in 403 403 200 200 200"},
        "topic_knowledge",
    ),
    Row("discussion_knowledge", "in 404 404 404 200 200", "topic_of_a_group_knowledge"),
    Row(
        "knowledge",
        {"own": SIGNED_IN, "colleague": "in 404 404 404 200 200", "stranger": "in 404 404 404 200 200"},
        "origin",
    ),
    Row("my_knowledge", SIGNED_IN),
    Row("my_contributions", SIGNED_IN),
    Row("my_contribution", MINE, "credit"),
    Row("post", "404 on on on on on", "post_for_members"),
    Row("post", {"own": "404 on on on on on", "colleague": CLOSED_POST, "stranger": CLOSED_POST}, "post_of_a_group"),
    Row("post_history", KNOWN, "post_history"),
    Row("post_history", {"own": KNOWN, "colleague": HIDDEN, "stranger": HIDDEN}, "hidden_post_history"),
    Row("attachment", ALL, "file_for_all"),
    Row("attachment", KNOWN, "file_for_members"),
    Row("attachment", GROUP, "file_of_a_group"),
    Row("attachment", GROUP, "file_of_a_hidden_post"),
    Row("post_edit", {"own": SIGNED_IN, "colleague": NOT_MINE, "stranger": NOT_MINE}, "post_edit"),
    Row("post_delete", {"own": SIGNED_IN, "colleague": NOT_MINE, "stranger": NOT_MINE}, "post_delete"),
    Row(
        "post_restore",
        {"own": "in on on on on on", "colleague": NOT_MINE, "stranger": NOT_MINE},
        "post_restore",
        method="post",
    ),
    Row("post_thank", {"own": NOT_MINE, "colleague": ALL_ON, "stranger": ALL_ON}, "post_thank", method="post"),
    Row(
        "post_accept",
        {"own": ALL_ON, "colleague": "in 403 403 403 on on", "stranger": "in 403 403 403 on on"},
        "post_accept",
        method="post",
    ),
    # It says what for in its address.
    Row("complete", "in 400 400 400 400 400"),
    Row("my_drafts", SIGNED_IN),
    # They say what to keep in what is sent; nothing was.
    Row("draft_save", "in 400 400 400 400 400", method="post"),
    Row("draft_drop", "in 400 400 400 400 400", method="post"),
    Row("post_preview", SIGNED_IN, method="post"),
    Row("feed", ALL, "posts_feed"),
    Row("my_follows", SIGNED_IN),
    # It says what to follow in what is sent; nothing was.
    Row("follow", "in 400 400 400 400 400", method="post"),
    Row("follow_settings", MINE, "follow"),
    Row("join", "200 on on on on on"),
    Row("join_thanks", ALL),
    Row("join_requests", DESK),
    Row("join_request", "in 404 404 404 200 200", "join_request"),
    Row("invitations", DESK),
    Row("invite", DESK),
    Row("invite_again", "in 404 404 404 on on", "invitation_again", method="post"),
    Row("invitation_withdraw", "in 404 404 404 on on", "invitation_withdraw", method="post"),
    Row("invitation", "200 409 409 409 409 409", "invitation"),
    Row("invitation", "404", "spoilt_invitation"),
    Row("invitation", "410", "used_invitation"),
    Row("invitation_again", "on", "invitation_again_by_link"),
    Row("report_new", {"own": "200 404 404 404 404 404", "colleague": ALL, "stranger": ALL}, "post_to_report"),
    Row("report_new", {"own": "404", "colleague": KNOWN, "stranger": KNOWN}, "post_for_members_to_report"),
    Row("report_new", "404", "hidden_post_to_report"),
    Row("report_thanks", ALL),
    Row("report", ALL, "report"),
    Row("report", "404", "spoilt_report"),
    Row("moderation", DESK),
    Row("moderation_case", {"own": NEVER, "colleague": REVIEWED, "stranger": REVIEWED}, "case"),
    Row("complaints", DESK),
    Row("complaint", {"own": NEVER, "colleague": REVIEWED, "stranger": REVIEWED}, "complaint"),
    Row("decision", MINE, "decision"),
    Row("my_notifications", SIGNED_IN),
    Row("notifications_read", "in on on on on on", method="post"),
    Row("notification_read", STEP, "notification_read", method="post"),
    Row("notification_settings", SIGNED_IN),
    Row("mail_again", "in on on on on on", method="post"),
    # Whoever holds the mail, signed in as whomever.
    Row("unsubscribe", ALL, "way_out"),
    Row("unsubscribe", ALL, "way_out", method="post"),
    Row("unsubscribe", "404", "spoilt_way_out"),
    Row("unsent", SIGNED_IN),
    Row("account", SIGNED_IN),
    Row("usersessions_list", SIGNED_IN),
    Row("mfa_index", SIGNED_IN),
    Row("mfa_authenticate", "in on on on on on"),
    Row("mfa_login_webauthn", "in on on on on on"),
    Row("mfa_reauthenticate", "in on on on on on"),
    Row("mfa_reauthenticate_webauthn", "in on on on on on"),
    Row("mfa_list_webauthn", SIGNED_IN),
    *(
        Row(route, "in on on on on on")
        for route in (
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
            "mfa_generate_recovery_codes",
        )
    ),
    # Who has no second factor has nothing of it to look at or take away.
    *(
        Row(route, "in 404 404 404 404 404")
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
    Row("account_login", "200 on on on on on"),
    Row("account_logout", "on 200 200 200 200 200"),
    Row("account_signup", "200 on on on on on"),
    Row("account_inactive", ALL),
    Row("account_reauthenticate", SIGNED_IN),
    Row("account_email", SIGNED_IN),
    Row("account_email_verification_sent", ALL),
    Row("account_change_password", SIGNED_IN),
    Row("account_set_password", "in on on on on on"),
    Row("account_reset_password", ALL),
    Row("account_reset_password_done", ALL),
    Row("account_reset_password_from_key", ALL, "spoilt_token"),
    Row("account_reset_password_from_key_done", ALL),
    Row("account_confirm_email", ALL, "spoilt_key"),
    Row("account_confirm_login_code", "in on on on on on"),
]

# The CMS. Whoever may not enter it at all is led to its door at every address; these are the only ones that answer.
OPEN_IN_THE_CMS = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
# Those lead to the site's own pages about passwords, or to nothing.
CLOSED_IN_THE_CMS = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
}
# Each class of the CMS's entries, by its first page: editor, coordinator, administrator. `home` is a polite refusal.
ADMIN_CLASSES = {
    "wagtailadmin_pages": ("wagtailadmin_explore_root", "200 200 200"),
    "wagtailadmin_api": ("wagtailadmin_api:pages:listing", "200 200 200"),
    "wagtailadmin_collections": ("wagtailadmin_collections:index", "home home 200"),
    "wagtailadmin_editing_sessions": ("wagtailadmin_home", "200 200 200"),
    "wagtailadmin_reports": ("wagtailadmin_reports:site_history", "200 200 200"),
    "wagtailadmin_workflows": ("wagtailadmin_workflows:index", "home home 200"),
    "wagtail_localize": ("wagtail_localize:translations_report", "200 200 200"),
    "wagtaildocs": ("wagtaildocs:index", "200 200 200"),
    "wagtaildocs_chooser": ("wagtaildocs_chooser:choose", "200 200 200"),
    "wagtailimages": ("wagtailimages:index", "200 200 200"),
    "wagtailimages_chooser": ("wagtailimages_chooser:choose", "200 200 200"),
    "wagtailembeds": ("wagtailembeds:chooser", "200 200 200"),
    "wagtaillocales": ("wagtaillocales:index", "home home 200"),
    "wagtailredirects": ("wagtailredirects:index", "home home 200"),
    "wagtailsites": ("wagtailsites:index", "home home 200"),
    "wagtailsnippets": ("wagtailsnippets:index", "home home home"),
    "wagtailsnippets_forum_board": ("wagtailsnippets_forum_board:list", "home 200 200"),
    "wagtailsnippets_members_member": ("wagtailsnippets_members_member:list", "home 200 200"),
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
    "wagtailusers_groups": ("wagtailusers_groups:index", "home home 200"),
    "wagtailusers_users": ("wagtailusers_users:index", "home home 200"),
}
