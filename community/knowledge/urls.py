from django.urls import path

from community.knowledge.views import answering, making

urlpatterns = [
    path("discussions/<int:pk>/knowledge/", making.make, name="discussion_knowledge"),
    path("my/knowledge/", making.my_knowledge, name="my_knowledge"),
    path("my/knowledge/<int:pk>/", making.knowledge, name="knowledge"),
    path("my/credits/", answering.my_credits, name="my_credits"),
    path("my/credits/<int:pk>/", answering.my_credit, name="my_credit"),
]
