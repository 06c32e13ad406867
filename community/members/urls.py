from django.urls import path

from community.members.views import entries, profile

urlpatterns = [
    path("organisations/<slug:slug>/", entries.organisation, name="organisation"),
    path("members/<slug:slug>/", entries.member, name="member"),
    path("my/profile/", profile.my_profile, name="my_profile"),
]
