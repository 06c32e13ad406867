from django.urls import path

from community.members.views import contact, entries, profile

urlpatterns = [
    path("organisations/<slug:slug>/", entries.organisation, name="organisation"),
    path("members/<slug:slug>/", entries.member, name="member"),
    path("members/<slug:slug>.vcf", entries.vcard, name="member_vcard"),
    path("members/<slug:slug>/contact/", contact.contact, name="member_contact"),
    path("my/profile/", profile.my_profile, name="my_profile"),
    path("my/profile/as/<slug:reader>/", profile.my_profile_as, name="my_profile_as"),
]
