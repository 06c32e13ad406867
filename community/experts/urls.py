from django.urls import path

from community.experts import views

urlpatterns = [path("discussions/<int:pk>/ask/", views.ask, name="expert_ask")]
