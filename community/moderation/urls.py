from django.urls import path

from community.moderation.views import complaints, deciding, reporting

urlpatterns = [
    path("report/thanks/", reporting.report_sent, name="report_thanks"),
    path("report/<slug:kind>/<int:pk>/", reporting.report_new, name="report_new"),
    path("reports/<str:token>/", reporting.report, name="report"),
    path("my/moderation/", deciding.queue, name="moderation"),
    path("my/moderation/complaints/", complaints.complaints, name="complaints"),
    path("my/moderation/complaints/<int:pk>/", complaints.complaint, name="complaint"),
    path("my/moderation/<slug:kind>/<int:pk>/", deciding.case, name="moderation_case"),
    path("my/decisions/<int:pk>/", complaints.decision, name="decision"),
]
