from django.urls import path

from website.search import views

urlpatterns = [path("search/", views.search, name="search")]
