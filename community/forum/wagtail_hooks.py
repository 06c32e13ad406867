"""Boards in the CMS, and the log actions of moderators."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from community.forum.models import Board


class BoardPolicy(ModelPermissionPolicy):
    """Nobody may delete a board, because the URLs of its topics have to stay valid. Boards are closed instead."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)


class BoardViewSet(SnippetViewSet):
    model = Board
    icon = "comment"
    add_to_admin_menu = True
    menu_order = 260
    search_backend_name = None
    search_fields = ["slug", "name_fr", "name_de", "name_nl", "name_en"]
    list_display = ["name", "slug", "audience", "theme", "territory", BooleanColumn("is_open", label=_("Open"))]
    list_filter = ["audience", "is_open"]
    list_per_page = 50

    @cached_property
    def permission_policy(self):
        return BoardPolicy(self.model)


register_snippet(BoardViewSet)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("forum.pin", _("Pin a topic"), _("Topic pinned"))
    actions.register_action("forum.unpin", _("Unpin a topic"), _("Topic unpinned"))
    actions.register_action("forum.lock", _("Close a topic"), _("Topic closed"))
    actions.register_action("forum.unlock", _("Reopen a topic"), _("Topic reopened"))
    actions.register_action("forum.move", _("Move a topic"), _("Topic moved"))
    actions.register_action("forum.split", _("Split a topic"), _("Topic split"))
    actions.register_action("forum.merge", _("Merge topics"), _("Topics merged"))
    actions.register_action("forum.show", _("Publish a post"), _("Post published"))
    actions.register_action("forum.hide", _("Hide a post"), _("Post hidden"))
