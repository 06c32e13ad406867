from django.urls import path

from website.notifications import views

urlpatterns = [
    path("my/notifications/", views.my_notifications, name="my_notifications"),
    path("my/notifications/read/", views.notifications_read, name="notifications_read"),
    path("my/notifications/<int:pk>/read/", views.notification_read, name="notification_read"),
    path("my/notifications/settings/", views.notification_settings, name="notification_settings"),
    path("my/notifications/mail-again/", views.mail_again, name="mail_again"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
