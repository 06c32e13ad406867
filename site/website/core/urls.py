from django.urls import path

from website.core import views

urlpatterns = [path("feeds/<slug:name>.<slug:fmt>", views.feed, name="feed")]
