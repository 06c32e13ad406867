from django.urls import path

from community.follows import views

urlpatterns = [
    path("my/follows/", views.my_follows, name="my_follows"),
    path("my/follows/change/", views.follow, name="follow"),
    path("my/follows/<int:pk>/", views.follow_settings, name="follow_settings"),
]
