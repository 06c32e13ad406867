from django.urls import path

from website.events import views

urlpatterns = [path("feeds/events/<uuid:key>.ics", views.event_ics, name="event_ics")]
