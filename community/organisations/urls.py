from django.urls import path

from community.organisations.views import editing, editors, proposals

urlpatterns = [
    path("organisations/<slug:slug>/edit/", editing.organisation_edit, name="organisation_edit"),
    path("organisations/<slug:slug>/editors/", editors.organisation_editors, name="organisation_editors"),
    path(
        "organisations/<slug:slug>/editors/<int:pk>/remove/",
        editors.organisation_editor_remove,
        name="organisation_editor_remove",
    ),
    path("my/proposals/", proposals.my_proposals, name="my_proposals"),
    path("my/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("my/proposals/<int:pk>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
]
