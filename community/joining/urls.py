from django.urls import path

from community.joining.views import asking, deciding, entering, inviting

urlpatterns = [
    path("join/", asking.join, name="join"),
    path("join/thanks/", asking.thanks, name="join_thanks"),
    path("my/join-requests/", deciding.join_requests, name="join_requests"),
    path("my/join-requests/<int:pk>/", deciding.join_request, name="join_request"),
    path("my/invitations/", inviting.invitations, name="invitations"),
    path("my/invitations/new/", inviting.invite, name="invite"),
    path("my/invitations/<int:pk>/again/", inviting.invite_again, name="invite_again"),
    path("my/invitations/<int:pk>/withdraw/", inviting.withdraw, name="invitation_withdraw"),
    path("invitations/<str:token>/", entering.invitation, name="invitation"),
    path("invitations/<str:token>/again/", entering.ask_again, name="invitation_again"),
]
