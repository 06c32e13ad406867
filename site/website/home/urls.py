from django.urls import path

from website.home import views

urlpatterns = [path("territories/<slug:slug>/", views.territory, name="territory")]
