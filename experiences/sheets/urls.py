from django.urls import path

from experiences.sheets.views import own, review, writing

urlpatterns = [
    path("my/sheets/", own.my_sheets, name="my_sheets"),
    path("my/sheets/new/", writing.sheet_new, name="sheet_new"),
    path("my/sheets/<int:pk>/", own.sheet, name="sheet"),
    path("my/sheets/<int:pk>/preview/", own.sheet_preview, name="sheet_preview"),
    path("my/sheets/<int:pk>/edit/", writing.sheet_edit, name="sheet_edit"),
    path("my/sheets/<int:pk>/submit/", review.sheet_submit, name="sheet_submit"),
    path("my/sheets/<int:pk>/withdraw/", review.sheet_withdraw, name="sheet_withdraw"),
    path("my/sheets/<int:pk>/delete/", review.sheet_delete, name="sheet_delete"),
]
