"""Settings common to every environment, in reading order. Environment variables go through env.py."""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO

from portal.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(
    env.text(
        "PARVIS_VAR",
        str(BASE_DIR / "var"),
        "Dossier des fichiers produits : base SQLite, adresses, médias, messages de démonstration.",
        montre="var/",
    )
)
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- What this deployment is -------------------------------------------------------------------
DEBUG = False
SECRET_KEY = env.text(
    "PARVIS_CLE_SECRETE", "", "Clé secrète de signature, 50 caractères au moins. Obligatoire."
)
SECRET_KEY_FALLBACKS = env.listing(
    "PARVIS_CLES_ANCIENNES",
    "",
    "Anciennes clés secrètes encore acceptées, séparées par des virgules.",
)
# Hosts are decided by TerritoireMiddleware against the Site table: an unknown host answers 404
# before any view runs, so Django's own list stays open (design, decision 5).
ALLOWED_HOSTS = ["*"]
PARVIS_DOMAINE_RACINE = env.text(
    "PARVIS_DOMAINE_RACINE",
    "localhost",
    "Domaine racine : un nouveau territoire reçoit l'hôte NOM.DOMAINE.",
)
CSRF_TRUSTED_ORIGINS = env.listing(
    "PARVIS_ORIGINES",
    "",
    "Origines https de confiance pour les formulaires, derrière un mandataire.",
)
PARVIS_HTTPS = env.boolean("PARVIS_HTTPS", True, "Rediriger vers https (en production).")
PARVIS_DEMO = False

INSTALLED_APPS = [
    "portal",
    "home",
    "booking",
    "sectorisation",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.contrib.typed_table_block",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    # For its static files: its tags, forms and admin write inline scripts, or need GDAL.
    "leaflet",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.SanteMiddleware",
    "portal.middleware.JournalMiddleware",
    "home.cache.LectureMiddleware",
    "portal.middleware.PortalCSPMiddleware",
    "portal.middleware.TerritoireMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.langues.LangueMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.AccesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.portail",
                "booking.agents.contexte.espace_agent",
            ],
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "portal.templatetags.composants",
                "portal.templatetags.composants_formulaires",
                "portal.templatetags.composants_graphes",
                "portal.templatetags.composants_secteurs",
                "portal.templatetags.typographie",
                "portal.templatetags.dates",
                "portal.templatetags.langues",
                "portal.templatetags.referencement",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ---------------------------------------------------------------------------------------
DATABASE_URL = env.text(
    "DATABASE_URL",
    f"sqlite:///{VAR_DIR / 'parvis.sqlite3'}",
    "Base de données : `sqlite:///chemin` ou `postgres://utilisateur:mot@hote:port/nom`.",
    montre="sqlite:///var/parvis.sqlite3",
)
DATABASES = {"default": env.database(DATABASE_URL)}
# The covering column of an index is a gain on PostgreSQL, and nothing lost elsewhere.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PARVIS_DONNEES_DIR = VAR_DIR

REDIS_URL = env.text(
    "REDIS_URL",
    "",
    "Redis du cache, partagé par les processus, seul dans sa base. Vide : cache sur fichiers.",
)
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
        }
    ),
    # Reading pages, in the memory of each process: see home/cache.py.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

PARVIS_COMPTER_LECTURES = env.boolean(
    "PARVIS_COMPTER_LECTURES",
    True,
    "Compter les lectures des pages, sans cookie et sans rien garder de qui lit.",
)

# --- Identity -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/agents/"
ACCOUNT_ADAPTER = "portal.comptes.CompteAdapter"
ACCOUNT_FORMS = {"login": "portal.connexion.ConnexionForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Parvis"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
# What /donnees-personnelles/ says of cookies holds for this one too.
CSRF_COOKIE_AGE = SESSION_COOKIE_AGE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"

# --- Language and time (decisions 4 and 6) ------------------------------------------------------
LANGUAGE_CODE = "fr"
PARVIS_LANGUES = env.listing(
    "PARVIS_LANGUES",
    "en,ar",
    "Langues du parcours de rendez-vous, en plus du français : celles de `locale/` (docs/langues.md).",
)
# Each named in itself.
LANGUAGES = [
    (code, LANG_INFO[code]["name_local"].capitalize()) for code in (LANGUAGE_CODE, *PARVIS_LANGUES)
]
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# --- Static files and media ---------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("ds", BASE_DIR / "node_modules" / "@digdir" / "designsystemet-css" / "dist"),
]
STATICFILES_FINDERS = [
    "portal.feuilles.FeuillesFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"

# --- Content security (decision 19): no inline script or style, nothing from elsewhere ------------
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Legal pages ---------------------------------------------------------------------------------
PARVIS_HEBERGEUR = env.text(
    "PARVIS_HEBERGEUR",
    "",
    "Hébergeur nommé dans les mentions légales : nom, adresse, téléphone.",
)
PARVIS_SECURITE_CONTACT = env.text(
    "PARVIS_SECURITE_CONTACT",
    "",
    "Où signaler une faille (security.txt) : `mailto:…` ou `https://…`. Vide : le courriel du portail.",
)
PARVIS_SECURITE_EXPIRE = env.text(
    "PARVIS_SECURITE_EXPIRE",
    "",
    "Jour où ce contact sera revu (AAAA-MM-JJ, un an au plus). Vide : toujours dans 180 jours.",
)

# --- CMS (decision 7) ---------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Parvis"
WAGTAILADMIN_BASE_URL = env.text(
    "PARVIS_URL", "http://127.0.0.1:8000", "Adresse publique, sans barre finale."
)
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_IMAGE_MODEL = "home.ImagePortail"
WAGTAILDOCS_DOCUMENT_MODEL = "home.DocumentPortail"
WAGTAIL_USER_CREATION_FORM = "wagtail.users.forms.UserCreationForm"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/agents/compte/login/"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_I18N_ENABLED = False
# A page that moves or changes its address leaves a redirection behind.
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
# No choice either: hours are those of the territoire of the host (home/cms/horloge.py).
WAGTAIL_USER_TIME_ZONES = ["UTC"]
# Accounts are managed in the agents' space, once for both faces.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Each portail has its own workflow, on its home page (home/demarrage_relecture.py).
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = (
    env.integer("PARVIS_IMAGE_MO", 10, "Poids d'une image déposée dans /cms/, en Mo au plus.")
    * 1024
    * 1024
)
# What an image unfolds to in memory, whatever its weight: 12 000 x 8 000 is more than any camera.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "ods", "odt", "pdf", "txt", "xlsx"]
# Films and their captions, for the block of the same name.
WAGTAILDOCS_EXTENSIONS += ["mp4", "vtt", "webm"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = (
    env.integer(
        "PARVIS_DOCUMENT_MO",
        20,
        "Poids d'un document ou d'un film déposé dans /cms/, en Mo au plus.",
    )
    * 1024
    * 1024
)
PARVIS_BLOCS = env.text(
    "PARVIS_BLOCS",
    "home.blocs.corps.CorpsBlock",
    "Classe des blocs d'une page ; une sous-classe en ajoute (docs/guide-redaction.md).",
)

# --- Background work (decision 13) ----------------------------------------------------------------
CELERY_BROKER_URL = env.text(
    "CELERY_BROKER_URL",
    "filesystem://",
    "Courtier : `redis://…`, `amqp://…`, ou `filesystem://` pour un seul serveur.",
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = env.text(
    "CELERY_FILE", "parvis", "Nom de la file, quand plusieurs installations partagent un courtier."
)
# Workers wait for their broker as long as it takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
PARVIS_BALAYAGE_SECONDES = env.integer(
    "PARVIS_BALAYAGE_SECONDES", 30, "Intervalle entre deux recherches de messages à envoyer."
)
CELERY_BEAT_SCHEDULE = {
    "envoyer-dus": {
        "task": "booking.envoyer_dus",
        "schedule": PARVIS_BALAYAGE_SECONDES,
        # A sweep nobody took is worth nothing once the next one is asked for.
        "options": {"expires": PARVIS_BALAYAGE_SECONDES},
    },
    "publier-programmees": {
        "task": "home.publier_programmees",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "purger": {"task": "booking.purger", "schedule": crontab(hour="1", minute="30")},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat")
if CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 5}
if CELERY_BROKER_URL.startswith("filesystem"):
    _file_attente = VAR_DIR / "file"
    for _nom in ("entree", "traites", "controle"):
        (_file_attente / _nom).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_file_attente / "entree"),
        "data_folder_out": str(_file_attente / "entree"),
        "processed_folder": str(_file_attente / "traites"),
        "control_folder": str(_file_attente / "controle"),
        "polling_interval": 0.2,
    }

# --- Messages -------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text(
    "PARVIS_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend",
    "Moteur d'envoi de courriel de Django.",
)
EMAIL_HOST = env.text("PARVIS_SMTP_HOTE", "localhost", "Serveur SMTP.")
EMAIL_PORT = env.integer("PARVIS_SMTP_PORT", 25, "Port SMTP.")
EMAIL_HOST_USER = env.text("PARVIS_SMTP_UTILISATEUR", "", "Utilisateur SMTP.")
EMAIL_HOST_PASSWORD = env.text("PARVIS_SMTP_MOT_DE_PASSE", "", "Mot de passe SMTP.")
EMAIL_USE_TLS = env.boolean("PARVIS_SMTP_TLS", False, "STARTTLS vers le serveur SMTP.")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text(
    "PARVIS_EXPEDITEUR", "rendez-vous@parvis.example", "Adresse d'expéditeur des courriels."
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
PARVIS_SMS = env.text(
    "PARVIS_SMS", "fichier", "Fournisseur de SMS : `console`, `fichier` ou `http`."
)
PARVIS_SMS_URL = env.text("PARVIS_SMS_URL", "", "Fournisseur `http` : adresse appelée en POST.")
PARVIS_SMS_JETON = env.text("PARVIS_SMS_JETON", "", "Fournisseur `http` : jeton `Bearer`.")
PARVIS_SMS_EXPEDITEUR = env.text(
    "PARVIS_SMS_EXPEDITEUR", "Parvis", "Nom d'expéditeur des SMS, 11 caractères au plus."
)
PARVIS_MESSAGES_DIR = VAR_DIR / "messages"
PARVIS_BAIL_SECONDES = env.integer(
    "PARVIS_BAIL_SECONDES",
    120,
    "Temps laissé à un envoi ; au-delà, son processus est tenu pour mort et un autre reprend.",
)

# --- Addresses (decision 16) ------------------------------------------------------------------------
PARVIS_GEOCODEUR = env.text(
    "PARVIS_GEOCODEUR", "embarque", "Géocodeur : `embarque`, `geoplateforme` ou `addok`."
)
PARVIS_GEOCODEUR_DOMAINE = env.text(
    "PARVIS_GEOCODEUR_DOMAINE",
    "data.geopf.fr/geocodage",
    "Domaine du géocodeur distant, sans protocole.",
)
PARVIS_GEOCODEUR_SCHEMA = env.text(
    "PARVIS_GEOCODEUR_SCHEMA", "https", "`https` ou `http` (addok local)."
)

# --- Maps: without tiles, the outlines of the communes are the background --------------------------
PARVIS_TUILES_URL = env.text(
    "PARVIS_TUILES_URL",
    "",
    "Fond de carte des agents, avec `{z}`, `{x}` et `{y}`. Vide : le contour des communes.",
)
PARVIS_TUILES_ATTRIBUTION = env.text(
    "PARVIS_TUILES_ATTRIBUTION", "", "Mention de la source du fond de carte."
)

# --- Booking ----------------------------------------------------------------------------------------
PARVIS_TENUE_MINUTES = env.integer(
    "PARVIS_TENUE_MINUTES", 10, "Durée pendant laquelle un créneau choisi est tenu, en minutes."
)
PARVIS_TENUES = env.boolean("PARVIS_TENUES", True, "Tenir le créneau choisi avant la confirmation.")
PARVIS_CONSERVATION_MOIS = env.integer(
    "PARVIS_CONSERVATION_MOIS",
    24,
    "Conservation d'un rendez-vous après sa date, en mois, par défaut.",
)
PARVIS_API_PAR_MINUTE = env.integer(
    "PARVIS_API_PAR_MINUTE", 300, "Requêtes anonymes d'API par minute et par adresse IP."
)
PARVIS_ADRESSES_PAR_MINUTE = env.integer(
    "PARVIS_ADRESSES_PAR_MINUTE", 30, "Recherches d'adresse par minute et par visiteur."
)
PARVIS_MANDATAIRES = env.integer(
    "PARVIS_MANDATAIRES", 0, "Nombre de mandataires inverses de confiance devant l'application."
)
ALLAUTH_TRUSTED_PROXY_COUNT = PARVIS_MANDATAIRES

# --- Logs: one JSON line an event, never a query string, a name, a phone or a token ------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.journal.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own request logger prints paths, and a path may hold a token.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": False},
        # Two lines for each index Wagtail refreshes.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Warns at each connection that a broker made of files has no host name.
        "kombu.connection": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
