from django.urls import path

from community.joining.views import acceptance, invitations, requests, review

urlpatterns = [
    path("join/", requests.join, name="join"),
    path("join/thanks/", requests.request_sent, name="join_thanks"),
    path("my/join-requests/", review.join_requests, name="join_requests"),
    path("my/join-requests/<int:pk>/", review.join_request, name="join_request"),
    path("my/invitations/", invitations.invitations, name="invitations"),
    path("my/invitations/new/", invitations.invite, name="invite"),
    path("my/invitations/<int:pk>/again/", invitations.invite_again, name="invite_again"),
    path("my/invitations/<int:pk>/withdraw/", invitations.withdraw, name="invitation_withdraw"),
    path("invitations/<str:token>/", acceptance.invitation, name="invitation"),
    path("invitations/<str:token>/again/", acceptance.ask_again, name="invitation_again"),
]
