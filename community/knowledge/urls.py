from django.urls import path

from community.knowledge.views import contributions, creating

urlpatterns = [
    path("discussions/<int:pk>/knowledge/", creating.create, name="discussion_knowledge"),
    path("my/knowledge/", creating.my_knowledge, name="my_knowledge"),
    path("my/knowledge/<int:pk>/", creating.knowledge, name="knowledge"),
    path("my/contributions/", contributions.my_contributions, name="my_contributions"),
    path("my/contributions/<int:pk>/", contributions.my_contribution, name="my_contribution"),
]
