from allauth.socialaccount import views as social
from django.urls import include, path

from website.accounts import views
from website.accounts.permissions import sign_in_required
from website.accounts.views import identity_provider_required

urlpatterns = [
    path("", views.account, name="account"),
    path("email/", views.AddressView.as_view(), name="account_email"),
    path("sessions/", views.SessionsView.as_view(), name="usersessions_list"),
    path("second-factor/", sign_in_required(views.SecondFactorView.as_view()), name="mfa_index"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("connections/", identity_provider_required(social.connections), name="socialaccount_connections"),
    path(
        "connections/cancelled/",
        identity_provider_required(social.login_cancelled),
        name="socialaccount_login_cancelled",
    ),
    path("connections/error/", identity_provider_required(social.login_error), name="socialaccount_login_error"),
    path("connections/<slug:provider_id>/login/", views.provider_login, name="openid_connect_login"),
    path("connections/<slug:provider_id>/login/callback/", views.provider_callback, name="openid_connect_callback"),
    path("", include("allauth.account.urls")),
]
