from django.urls import path

from website.privacy import views

urlpatterns = [
    path("personal-data/", views.public_register, name="personal_data"),
    path("my/data/", views.my_data, name="my_data"),
    path("my/data/exports/new/", views.export_new, name="data_export_new"),
    path("my/data/exports/<int:pk>/", views.export, name="data_export"),
    path("my/data/erase/", views.erase_account, name="erase_account"),
]
