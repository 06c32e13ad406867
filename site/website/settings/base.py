"""Settings that all environments share. The README lists the environment variables."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from website.settings import policies, storage
from website.settings.caching import *  # noqa: F403 - settings of the caches

env = environ.Env()

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env("VAR_DIR", default=str(ROOT / "var")))

SITE_NAME = env("SITE_NAME", default="Boucles Grand Est")
BASE_URL = env("BASE_URL", default="http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "website.home",
    "website.search",
    "website.demo",
    "community.experts",
    "community.knowledge",
    "community.forum",
    "community.moderation",
    "community.follows",
    "community.joining",
    "community.members",
    "community.organisations",
    "experiences.sheets",
    "experiences.approaches",
    "website.news",
    "website.watch",
    "website.library",
    "website.faq",
    "website.events",
    "website.pages",
    "website.topics",
    "website.privacy",
    "website.replies",
    "website.notifications",
    "website.accounts",
    "website.maps",
    "website.core",
    "wagtail_localize",
    "wagtail.locales",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "website.accounts.apps.CmsUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "website.notifications.apps.CmsConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "anymail",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

# The steps that run when a page is published, unpublished, moved or deleted (`website.core.publication`), in order.
PUBLICATION_STEPS = [
    # First: the other steps query which version readers are shown, and at which URL.
    "website.core.publication.refresh_readers",
    # Republishes translations that must match their original, before anybody is notified.
    "website.events.publication.update_calendar",
    # The author gets a notification of their own, so this comes before the followers, who may include them.
    "experiences.sheets.publication.notify_author",
    # Topics show the text that was made from them, so they are updated before anybody is sent there.
    "community.knowledge.publication.refresh_names",
    # Last, because an earlier step may still refuse the publication. Wagtail has indexed the page when it was saved.
    "community.follows.publication.notify_followers",
]

MIDDLEWARE = [
    # Outermost, so that error pages for requests that other middleware refuses get a nonce and the headers, too.
    "website.core.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "website.accounts.middleware.AuditContextMiddleware",
    "website.accounts.middleware.CmsSecondFactorMiddleware",
    "website.core.middleware.RequestGuardMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "website.urls"
WSGI_APPLICATION = "website.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": storage.database(env, VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": storage.cache(env, ROOT)}
STORAGES = storage.storages(env, VAR)
WAGTAILSEARCH_BACKENDS = {"default": storage.search(env)}
TASKS = {"default": storage.tasks(env)}

AUTH_USER_MODEL = "accounts.User"
# Only one: a second backend would hash wrong passwords again, and its timing would reveal which accounts exist.
AUTHENTICATION_BACKENDS = ["website.accounts.permissions.RolesBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "website.notifications.adapters.MailingAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A new address replaces the old one once it is confirmed. The old one is notified.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {"add_email": "website.accounts.forms.ChangeAddressForm"}
# Counted in the cache, per IP address, user, or a key that the caller passes. A whole meeting may sign up from one IP
# address, but nobody asks to join six times a day.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    "join": "60/h/ip,5/d/key",
    "contact": "20/h/ip,10/h/key",
    "search": "120/m/ip",
    # Exports that are not cached.
    "export": "60/m/ip",
    "report": "20/h/ip,20/h/key",
    # Posts by newcomers, see `NEWCOMERS`.
    "first_posts": "5/h/user",
    "ask": "10/h/user",
    "completion": "240/m/user",
    # Forms that are stored because their session was lost.
    "unsent": "30/h/ip",
}
# Until a member has this number of published posts, each may have this number of external links.
NEWCOMERS = {"until_posts": 3, "links": 2}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

SECOND_FACTOR = env("SECOND_FACTOR", default="asked")
MFA_ADAPTER = "website.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "add_webauthn": "website.accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "website.accounts.forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "website.accounts.forms.ReauthenticatePasskeyForm",
    "login_webauthn": "website.accounts.forms.LoginPasskeyForm",
}

SOCIALACCOUNT_ADAPTER = "website.accounts.adapters.IdentityProviderAdapter"
SOCIALACCOUNT_PROVIDERS = storage.identity_provider(env)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# The sign-in page has a link instead of a form, because `form-action` in the content security policy also applies to
# redirects.
SOCIALACCOUNT_LOGIN_ON_GET = True
CSRF_FAILURE_VIEW = "website.accounts.views.csrf_failure"

LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("fr", _("French")),
    ("de", _("German")),
    ("nl", _("Dutch")),
    ("en", _("English")),
]
LOCALE_PATHS = [ROOT / "site" / "website" / "locale"]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "site" / "website" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR / "media")))

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", default="network@example.org")
EMAIL_BACKEND, ANYMAIL, EMAIL_OPTIONS = storage.mail(env)
globals().update(EMAIL_OPTIONS)
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 20
REPLY_DOMAIN = env("REPLY_DOMAIN", default="").lower()
REPLY_IMAP_URL = env("REPLY_IMAP_URL", default="")

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
# Signing in and everything about passwords is in accounts/.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = True
WAGTAILIMAGES_IMAGE_MODEL = "core.CreditedImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.CreditedDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "website.core.forms.files.CreditedImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "website.core.forms.files.CreditedDocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
# core.middleware sends a stricter policy than Wagtail.
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = False
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
# A text submitted for translation becomes a draft. Readers see the original until it is translated.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True
WAGTAIL_TAG_SPACES_ALLOWED = True

# The host in all calendar UIDs. It must never change, because calendar programs match events by UID.
CALENDAR_UID_HOST = env("CALENDAR_UID_HOST", default="events.eit-network.example.org")

# A sheet with its longest texts is well below this. A larger request gets a 413.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

_MEDIA_ORIGINS = storage.media_origins(env)
CONTENT_SECURITY_POLICY = {"DIRECTIVES": policies.for_pages(media=_MEDIA_ORIGINS)}
CMS_CONTENT_SECURITY_POLICY = policies.for_cms(media=_MEDIA_ORIGINS)
FILES_CONTENT_SECURITY_POLICY = policies.for_files()
PERMISSIONS_POLICY = policies.PERMISSIONS_POLICY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
