"""Vocabularies and organisations in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from website.topics.actions import announce_organisation
from website.topics.models import Language, Organisation, Resource, Sector, Territory, Theme

NAMES = ["name_fr", "name_de", "name_nl", "name_en"]


class _VocabularyViewSet(SnippetViewSet):
    """Search by all names with the database, since vocabularies are small."""

    search_backend_name = None
    search_fields = ["slug", *NAMES]
    list_display = ["name", "slug", "name_de", "name_nl", "name_en"]
    list_export = ["slug", *NAMES]
    list_per_page = 50


class OrganisationCreateView(CreateView):
    """Announce a new organisation once its languages are saved. The CMS creates copies with this view, too."""

    def save_instance(self):
        organisation = super().save_instance()
        announce_organisation(organisation)
        return organisation


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    add_view_class = OrganisationCreateView
    icon = "group"
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["name", "kind", "sector", "territory", "city", "country", "updated_at"]
    # Search with the database, because the index of the search engine has none of these filters.
    search_backend_name = None
    search_fields = ["name", "city", "description"]
    list_filter = ["kind", "country", "sector", "languages"]
    list_export = ["name", "kind", "sector", "nace_code", "territory", "country", "postal_code", "city", "website"]
    list_per_page = 50


class TerritoryViewSet(_VocabularyViewSet):
    model = Territory
    icon = "globe"
    list_display = ["name", "kind", "code", "country", "parent", BooleanColumn("is_featured", label=_("In filters"))]
    list_filter = ["kind", "country", "is_featured"]
    list_export = ["slug", *NAMES, "kind", "code", "country", "parent", "population"]


class ThemeViewSet(_VocabularyViewSet):
    model = Theme
    icon = "tag"
    list_display = ["name", "slug", "order", "name_de", "name_nl", "name_en"]


class SectorViewSet(_VocabularyViewSet):
    model = Sector
    icon = "list-ul"
    list_display = ["code", "name", "first_division", "last_division"]


class ResourceViewSet(_VocabularyViewSet):
    model = Resource
    icon = "list-ul"
    search_fields = ["code", *NAMES]
    list_display = ["code", "name", BooleanColumn("is_hazardous", label=_("Hazardous"))]
    list_filter = ["is_hazardous"]


class LanguageViewSet(_VocabularyViewSet):
    model = Language
    icon = "openquote"


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Vocabularies")
    menu_icon = "tag"
    menu_order = 300
    items = (TerritoryViewSet, ThemeViewSet, SectorViewSet, ResourceViewSet, LanguageViewSet)


register_snippet(OrganisationViewSet)
register_snippet(VocabularyGroup)
