"""Every setting, read once from the environment.

`HOST` (127.0.0.1), `PORT` (8000), `HOOKYARD_DATA` (./data), `HOOKYARD_OWNER` (email:password, creates the owner at first start),
`PUBLIC_URL` (what third parties reach us by), `DATABASE_URL` (SQLite in the data folder), `ALLOWED_HOSTS`
(ours on a loopback address, else any), `DEBUG`. The rest has a default that
fits one machine; many processes share `DATABASE_URL` and `REDIS_URL` (see `fixtures/deploy/README.md`). Keys are made on first
start and kept in the data folder, outside the database, or given as `HOOKYARD_SECRET_KEY` and `HOOKYARD_VAULT_KEYS`.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from designer.config.given_keys import given_keys
from designer.config.keys import load_keys
from designer.config.sandboxes import is_strict
from designer.config.sign_on import checked_issuer, joins_of
from designer.config.version import VERSION as VERSION

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000)
DATA = Path(env.str("HOOKYARD_DATA", str(BASE_DIR / "data"))).resolve()
OWNER = env.str("HOOKYARD_OWNER", "")
# What processes reach each other by. BROKER_URL is for RabbitMQ (amqp://...) beside Redis.
REDIS_URL = env.str("REDIS_URL", "")
BROKER_URL = env.str("BROKER_URL", REDIS_URL)
# Whether a web process also runs what was queued; with a broker that is for workers.
WORK_HERE = env.bool("HOOKYARD_WORK_HERE", not BROKER_URL)
# Several web processes of one machine listen on the same port, and the kernel shares out connections.
SHARE_PORT = env.bool("HOOKYARD_SHARE_PORT", False)
PUBLIC_URL = env.str("PUBLIC_URL", f"http://{'127.0.0.1' if HOST == '0.0.0.0' else HOST}:{PORT}").rstrip("/")  # noqa: S104
DEBUG = env.bool("DEBUG", False)

_GIVEN = given_keys(env.str("HOOKYARD_SECRET_KEY", ""), env.str("HOOKYARD_VAULT_KEYS", ""))
KEYS_GIVEN = _GIVEN is not None
KEYS = _GIVEN or load_keys(DATA)
SECRET_KEY = KEYS.session
# Newest first: the first encrypts, all of them decrypt. `runtime.credentials.vault` reads it.
VAULT_KEYS = KEYS.vault
VAULT_KEY_SOURCE = "designer.config.keys.vault_keys"

# On a loopback address only our own names count: a page elsewhere could point its name at us and read what we answer.
_LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
_OUR_NAMES = [*_LOOPBACK, urlsplit(PUBLIC_URL).hostname or "localhost"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=_OUR_NAMES if HOST in ("localhost", "127.0.0.1", "::1") else ["*"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# A service's page in a popup must be able to tell, when it comes back, the page that opened it.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin-allow-popups"
# Images of everywhere: the preview of a wizard shows those that its builder names.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
# The admin's theme (Alpine.js) compiles its expressions; only staff ever loads it.
ADMIN_CONTENT_SECURITY_POLICY = f"{CONTENT_SECURITY_POLICY}; script-src 'self' 'unsafe-eval'"

INSTALLED_APPS = [
    *(["daphne"] if DEBUG else []),  # takes over `runserver`; a quarter second for every other command
    "designer.config.apps.UnfoldConfig",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "designer.config.apps.AxesConfig",
    "runtime",
    "designer",
]
# Few on purpose: each costs every page, and the door for webhooks passes none of them.
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "designer.config.headers.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "designer.audit.acting.acting",
]
ROOT_URLCONF = "designer.config.urls"
ASGI_APPLICATION = "designer.config.asgi.application"
# One process, one layer in its memory. A member of a group is forgotten after `group_expiry`: no page is open for a year.
IN_MEMORY = {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000, "group_expiry": 365 * 24 * 3600}}
# Many processes tell each other what their pages watch and what happens.
OVER_REDIS = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL], "prefix": "hookyard"}}
CHANNEL_LAYERS = {"default": OVER_REDIS if REDIS_URL else IN_MEMORY}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{DATA / 'hookyard.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "cached_statements": 512,  # one text for each number of rows that the journal writes at once
        # FULL: what was acknowledged survives a power cut (https://www.sqlite.org/pragma.html#pragma_synchronous).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
    }
    # An xdist worker or a server under test needs a file, since the journal writes on a thread of its own.
    DATABASES["default"]["TEST"] = {"NAME": env.str("HOOKYARD_TEST_DATABASE", str(DATA / f"test.{os.getpid()}.sqlite3"))}
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "runtime.postgresql"
    # Connections are kept for each thread, so one that broke while it lay idle is found out before it is used.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
else:
    raise ImproperlyConfigured("DATABASE_URL names neither sqlite:///path nor postgres://user:password@host:port/name.")
DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGIN_REDIRECT_URL = "/admin/"  # of the admin's own form; pages of the designer sign in through the API
AUTH_USER_MODEL = "designer.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the wait that was told is the wait
PASSWORD_RESET_TIMEOUT = 3600  # seconds
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "designer.signing_in.entering.counted_as"
AXES_ENABLE_ADMIN = False  # its pages are ours: designer.admin.sign_ins
AXES_LOCKOUT_CALLABLE = "designer.accounts.authentication.locked_out"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "designer.accounts.authentication.TokenAuthentication",
        "designer.accounts.authentication.MemberSessionAuthentication",
    ],
    # Default-deny: a view that names no role for a method answers nobody.
    "DEFAULT_PERMISSION_CLASSES": ["designer.accounts.permissions.RoleForMethod"],
    "DEFAULT_SCHEMA_CLASS": "designer.api.schema.Operation",
    "DEFAULT_RENDERER_CLASSES": ["designer.api.wire.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["designer.api.wire.StrictJsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "designer.api.negotiation.OneType",
    "EXCEPTION_HANDLER": "designer.api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hookyard",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": (
        "Build integrations, switch them on for customers, see what happened.\n\n"
        "The WebSocket `/api/live` tells it as it happens. Open it with a session (and `?tenant=`) or a bearer token, and send "
        '`{"subscribe": "requests"}`, `"executions"`, `"execution:<id>"` or `"test:<live>"`; it answers `{topic, event, ...}`.'
    ),
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api",
    "ENUM_NAME_OVERRIDES": {
        "Role": "designer.accounts.models.Role",
        "CredentialScheme": "designer.credentials.api.SCHEME_CHOICES",
        "ElementKind": "designer.connectors.shapes.KINDS",
        "ValueKind": "designer.drift.shapes.WORDS",
        "ServiceScheme": "runtime.connections.models.Service.Scheme",
        "ConnectionStatus": "runtime.connections.models.Connection.Status",
        "RequestStatus": "runtime.journal.models.Request.Status",
        "ExecutionStatus": "runtime.journal.models.Execution.Status",
        "DestinationStatus": "runtime.delivery.models.Destination.Status",
        "DeliveryStatus": "runtime.delivery.models.Delivery.Status",
        "EventOutcome": "runtime.delivery.models.DeliveryEvent.Outcome",
        "StepStatus": "designer.traffic.shapes.STEP_STATUSES",
        "StageName": "designer.traffic.shapes.STAGES",
        "IntegrationEndpointType": ["shared", "draft"],
        "InstanceEndpointType": ["flow", "instance"],
        "Severity": ["error", "warning"],
        "ComponentKind": ["trigger", "action", "container"],
        "ReportLevel": ["taken", "changed", "refused"],
        "HeldFate": ["run", "discard"],
        "TestOutcome": "designer.bench.shapes.OUTCOMES",
        "TestVerdict": "designer.bench.saved_shapes.VERDICTS",
        "TestKind": "designer.bench.models.SavedTest.Kind",
        "JobStatus": ["running", "done", "stopped"],
        "AlertState": "runtime.alerts.models.AlertRule.State",
        "SubscriptionState": "runtime.subscriptions.models.Subscription.State",
        "SubscriptionErrorCode": "designer.triggers_api.shapes.ERROR_CODES",
        "EventKind": "designer.listening.shapes.KINDS",
        "ListeningStatus": "runtime.listening.models.EventSubscription.Status",
        "HookStatus": "runtime.listening.models.RegisteredHook.Status",
        "DifferenceKind": ["missing", "changed", "extra"],
    },
}

UNFOLD = {
    **{"SITE_TITLE": "Hookyard", "SITE_HEADER": "Hookyard", "SITE_SUBHEADER": "Installation", "SITE_SYMBOL": "anchor"},
    # The designer's accent in eleven shades, as Unfold asks for.
    "COLORS": {
        "primary": {
            **{"50": "#f3f4ff", "100": "#e6e8ff", "200": "#d0d4fd", "300": "#b3b9f9", "400": "#a3acf5", "500": "#8790ef"},
            **{"600": "#4650c4", "700": "#3b44ab", "800": "#31388a", "900": "#2a306f", "950": "#1a1e45"},
        }
    },
    **{"SHOW_BACK_BUTTON": True, "SIDEBAR": {"navigation": "designer.admin.navigation.places", "show_search": True}},
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
DATETIME_FORMAT, DATE_FORMAT = "j M Y, H:i", "j M Y"

STATIC_URL = "/static/"
FRONTEND_BUILD = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [("app", FRONTEND_BUILD)] if FRONTEND_BUILD.is_dir() else []
# Vite already put a hash in each name; hashing again would load two copies of React.
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/app/assets/.+-[0-9A-Za-z_-]{8}\.[a-z0-9]+$"

# The door and what runs behind it. Sizes in bytes, times in seconds.
MAX_BODY = env.int("HOOKYARD_MAX_BODY", 6 * 1024 * 1024)
SYNC_LIMIT = env.float("HOOKYARD_SYNC_LIMIT", 25.0)
# Sandbox children for each of the three loops.
SANDBOXES = env.int("HOOKYARD_SANDBOXES", 2)
# Around code stand as many walls as the system gives, and the log names those it lacks; `strict` runs none without all of them.
SANDBOX_STRICT = is_strict(env.str("HOOKYARD_SANDBOX", "available"))
# Calls a second of the product's own API for each token, person and wizard, and for each address of who is none of these; four
# times as many at once. 0 is no limit.
API_RATE = env.int("HOOKYARD_API_RATE", 50)
# Requests a second at one URL of a connector's webhook or registered hook, which no builder sets a rate for. 0 is no limit.
HOOK_RATE = env.int("HOOKYARD_HOOK_RATE", 500)
DRAFT_SOURCE = "designer.integrations.drafts.load_definition"
# Where outbound requests may go although the address is private: "host:port" or CIDR. Empty is the safe default.
OUTBOUND_ALLOW = env.list("HOOKYARD_OUTBOUND_ALLOW", default=[])
# Seconds between the attempts of an event delivery. Empty is what the documentation promises.
DELIVERY_WAITS = env.list("HOOKYARD_DELIVERY_WAITS", cast=float, default=[])
# The reverse proxies in front of us, as addresses or CIDRs: only they are believed about who is calling.
TRUSTED_PROXIES = env.list("HOOKYARD_TRUSTED_PROXIES", default=[])
# Seconds until the whole head of a request is here, and then the whole body for an endpoint.
SLOWEST_HEAD = env.float("HOOKYARD_SLOWEST_HEAD", 15.0)
SLOWEST_BODY = env.float("HOOKYARD_SLOWEST_BODY", 10.0)
# Open connections for one address; trusted proxies bring those of everybody and are not counted. 0 counts nobody.
CONNECTIONS_PER_ADDRESS = env.int("HOOKYARD_CONNECTIONS_PER_ADDRESS", 1000)

# How alerts reach people by e-mail: smtp://user:password@host:587, smtp+tls://... Empty: no e-mail is sent.
EMAIL_IS_SET_UP = bool(env.str("EMAIL_URL", ""))
if EMAIL_IS_SET_UP:
    globals().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "Hookyard <hookyard@localhost>")

# Single sign-on by OpenID Connect. OIDC_JOIN lists who gets an account by the domain of a verified address:
# acme.example=acme-builders:viewer, by comma.
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_ISSUER = checked_issuer(env.str("OIDC_ISSUER", ""), OIDC_CLIENT_ID)
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.str("OIDC_NAME", "single sign-on")
OIDC_JOIN = joins_of(env.list("OIDC_JOIN", default=[]))

# Who may read /metrics from elsewhere: whoever sends this as a bearer token. Empty: only this machine.
METRICS_TOKEN = env.str("HOOKYARD_METRICS_TOKEN", "")

# How the log is written: json, text, or empty for text on a terminal and JSON elsewhere.
LOG_FORM = env.str("HOOKYARD_LOGS", "")

LOGGING_CONFIG = None  # `designer.config.logs` sets up structlog when a server starts
