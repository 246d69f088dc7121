"""Settings: production's, made from the environment; DEBUG=1 relaxes them for development.

Every variable is described in docs/reference/settings.md.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from common import environment as env

env.read_local_file()

BASE_DIR = env.ROOT
VAR_DIR = Path(env.text("VAR_DIR", str(env.VAR)))
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY")
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000" if DEBUG else None).rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
if not DEBUG and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the host names this site answers to, comma-separated.")
if not DEBUG and any(host.strip(".") in ("", "*") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS can't be “*”. Name the host names this site answers to, comma-separated.")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# Only a proxy ends https here, so with an https address there is one, and on one's own machine unless told otherwise.
_proxies = env.words("TRUSTED_PROXIES", "127.0.0.1,::1" if BASE_URL.startswith("https://") else "")
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", [word for word in _proxies if word != "unix"])
TRUSTED_UNIX_SOCKET = "unix" in _proxies

# --- rooms ---------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "taxonomy",
    "catalogue",
    "search",
    "importers",
    "gaps",
    "api",
    "website",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "taggit",
    "modelcluster",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "website.addresses.MendAddresses",
    "gaps.caching.KeptPages",
    "website.middleware.RefuseUnreadableInput",
    "website.compression.CompressPages",
    "website.middleware.PageHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "website.accounts.idle.EndIdleSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "website.middleware.ContentPolicyByPath",
    "website.limits.RequestLimits",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "website.context.site",
            ],
        },
    },
]

# --- storage -------------------------------------------------------------------------------------------------------
_embedded_database = f"sqlite:///{quote(str(VAR_DIR / 'registry.sqlite3'))}"
env.url("DATABASE_URL", ("sqlite", "postgres", "postgresql"), _embedded_database)
DATABASES = {"default": dj_database_url.config(default=_embedded_database, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # Writers wait for each other instead of failing; readers never wait (WAL).
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }

_cache = env.url("CACHE_URL", ("locmem", "file", "db", "redis", "rediss"), "locmem://")
if _cache.scheme in ("redis", "rediss"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _cache.geturl()}}
elif _cache.scheme == "file":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": _cache.path}}
elif _cache.scheme == "db":
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": _cache.netloc or "cache"}
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# How long a process takes a finished page of the gaps for the newest without looking, in seconds.
KEPT_PAGES_TRUSTED_SECONDS = 0.5

# Files that cost more than a page, kept until what they are made of changes; web processes and worker share it.
EXPORTS_DIR = VAR_DIR / "exports"
# Seconds that a reader waits for such a file before a page says that it is being made.
EXPORTS_PATIENCE = 3.0

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
# Uploaded pictures are the reverse proxy's to serve; without one in front we do it ourselves.
SERVE_MEDIA = env.flag("SERVE_MEDIA", default=DEBUG)
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 31_536_000 if not DEBUG else 0
WHITENOISE_USE_FINDERS = DEBUG

# --- data -----------------------------------------------------------------------------------------------------------
# The operator's file of restricted details; the project itself holds none.
RESTRICTED_DATA = env.text("RESTRICTED_DATA", "")

# --- search --------------------------------------------------------------------------------------------------------
SEARCH_URL = env.url(
    "SEARCH_URL",
    ("embedded", "elasticsearch", "elasticsearch+https"),
    f"embedded://{VAR_DIR / 'search'}",
).geturl()
# The admin's and the pages' own search; the public search is the room `search/`.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- tasks ---------------------------------------------------------------------------------------------------------
TASKS_MODE = env.choice("TASKS", ("immediate", "database"), "immediate" if DEBUG else "database")
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if TASKS_MODE == "database"
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

# --- imports -------------------------------------------------------------------------------------------------------
# How long answers of surveys are kept: the uploaded file, an import that nobody finishes, one that is written.
IMPORT_FILE_HOURS = env.number("IMPORT_FILE_HOURS", 24)
IMPORT_UNFINISHED_DAYS = env.number("IMPORT_UNFINISHED_DAYS", 30)
IMPORT_WRITTEN_DAYS = env.number("IMPORT_WRITTEN_DAYS", 90)

# --- mail ----------------------------------------------------------------------------------------------------------
_mail = env.url("EMAIL_URL", ("console", "smtp", "smtp+tls", "smtps", "dummy"), "console:" if DEBUG else "dummy:")
# Whatever sends a mail only notes it; the worker hands it to the server.
EMAIL_BACKEND = "website.mail.backend.QueueingBackend"
MAIL_DELIVERY_BACKEND = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "dummy": "django.core.mail.backends.dummy.EmailBackend",
}.get(_mail.scheme, "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25)
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_USE_SSL = _mail.scheme == "smtps"
# Seconds for each step. Where tasks run inside the request, a reader waits for it.
EMAIL_TIMEOUT = 10 if TASKS_MODE == "database" else 3
DEFAULT_FROM_EMAIL = parse_qs(_mail.query).get("from", ["registry@localhost"])[0]

# --- languages -----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("ar", _("Arabic")),
    ("ru", _("Russian")),
    ("nl", _("Dutch")),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Where "Leave quickly" leads: a page that nobody wonders about (a public weather service).
LEAVE_URL = env.text("LEAVE_URL", "https://worldweather.wmo.int/")

# Who reads a report of a weakness, a leak or misconduct: /.well-known/security.txt names them in this order.
CONTACT = env.contacts("CONTACT", env.words("CONTACT"))
CONTACT_LANGUAGES = env.words("CONTACT_LANGUAGES", "en")

# --- security ------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
# Other sites never learn where a reader came from. Not "no-referrer": browsers then send `Origin: null` with our own
# forms too, and Django refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # gone with the browser: for a year it would tell of the visit
CSRF_FAILURE_VIEW = "website.errors.forbidden_form"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin reads it
if not DEBUG:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
    SECURE_SSL_REDIRECT = BASE_URL.startswith("https://")
    SECURE_HSTS_SECONDS = 63_072_000 if BASE_URL.startswith("https://") else 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- accounts ------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 6 * 3600
# A session ends with the browser, when it is idle for these minutes, and after twelve hours in any case.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
READER_IDLE_MINUTES = env.number("READER_IDLE_MINUTES", 30)
EDITOR_IDLE_MINUTES = env.number("EDITOR_IDLE_MINUTES", 120)
LOGIN_URL = "account_sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = "account_sign_in"
WAGTAILADMIN_USER_LOGIN_FORM = "website.accounts.forms.AdminSignInForm"
# Wrong passwords are counted for an account and a connection together: a stranger's guesses lock nobody else out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "website.accounts.limits.too_many_passwords"
AXES_CLIENT_IP_CALLABLE = "website.accounts.limits.connection_address"
# Nothing is kept of who signed in from where; the log has a line with the account's name (website.accounts.trail).
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# The public site runs no inline code at all; /admin/ gets what Wagtail needs (website.middleware).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# Seconds of computing that one connection may take with costly requests, in each web process (website.limits).
COSTLY_SECONDS_AT_ONCE = 60.0
COSTLY_SECONDS_A_SECOND = 0.5
COSTLY_AT_ONCE = 2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- Wagtail -------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Anti-Trafficking Tech Catalogue"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no network call that nobody asked for
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []
WAGTAIL_MODERATION_ENABLED = True
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "website.mail.forms.QueuedPasswordResetForm"  # noqa: S105
# Documents are saved, never opened on the site's own address: what is not in this list could run there.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx"]
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO" if not DEBUG else "WARNING"},
    "loggers": {
        "registry.accounts": {"level": "INFO"},
        # It writes addresses of connections; what needs to be known is in our own lines.
        "axes": {"level": "ERROR"},
    },
}
