"""Members in the CMS, where coordinators see hidden members too."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from community.members.actions import changing
from community.members.models import Member


class _ChangingMixin:
    """Save through the `changing` action, as on the site."""

    def save_instance(self):
        with changing(self.form.instance):
            return super().save_instance()


class MemberCreateView(_ChangingMixin, CreateView):
    pass


class MemberEditView(_ChangingMixin, EditView):
    pass


class MemberViewSet(SnippetViewSet):
    """Searches the database instead of the index, to match parts of names and addresses."""

    model = Member
    add_view_class = MemberCreateView
    edit_view_class = MemberEditView
    search_backend_name = None
    search_fields = ["user__first_name", "user__last_name", "user__email", "organisation__name", "job_title"]
    icon = "user"
    add_to_admin_menu = True
    menu_order = 260
    list_display = ["__str__", "organisation", "job_title", "territory", "visibility", "updated_at"]
    list_filter = ["visibility", "organisation__kind", "expertise", "languages"]
    list_export = ["__str__", "organisation", "job_title", "territory", "visibility"]
    list_per_page = 50

    def get_queryset(self, request):
        return Member.objects.select_related("user", "organisation", "territory").by_name()


register_snippet(MemberViewSet)
