from django.urls import path

from community.experts import views

urlpatterns = [path("discussions/<int:pk>/ask/", views.ask_expert, name="expert_ask")]
