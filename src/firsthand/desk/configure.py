"""Configure: Django, set up for the desk of one archive. To be called before anything imports `firsthand.archive`."""

from __future__ import annotations

import logging
import os
import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings

from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive

_HERE = Path(__file__).parent
_SECRET = "desk-secret"  # noqa: S105 - the name of a file
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_DAY = 86_400
LANGUAGES = (("en", "English"), ("es", "Español"), ("uk", "Українська"), ("ru", "Русский"))
"""In which the desk itself is written."""


class UnsafeSettings(FirsthandError):
    """Settings with which the desk would be open to whoever comes by."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How the desk is reached."""

    address: str = "127.0.0.1"
    """IP address on which it listens."""
    port: int = 8765
    hosts: tuple[str, ...] = ()
    """Names under which browsers know it, beside this computer's own."""
    https: bool = False
    """Whether something in front of it speaks TLS, and tells so by X-Forwarded-Proto."""

    def __post_init__(self) -> None:
        if ip_address(self.address).is_loopback and not self.hosts:
            return
        wrong = []
        if not self.hosts:
            wrong.append("no --host NAME says under which name browsers reach it")
        if not self.https:
            wrong.append("--https does not say that a server in front of it speaks TLS")
        if not os.environ.get("FIRSTHAND_SECRET_KEY"):
            wrong.append("FIRSTHAND_SECRET_KEY is not set, to a random text of 50 characters or more")
        elif len(os.environ["FIRSTHAND_SECRET_KEY"]) < 50:
            wrong.append("FIRSTHAND_SECRET_KEY has fewer than 50 characters")
        if wrong:
            raise UnsafeSettings(
                f"the desk would be reached from other computers, and {'; and '.join(wrong)}. "
                "docs/desk.md tells how it is put behind a server that speaks TLS"
            )


def open_desk(folder: Path, serving: Serving | None = None) -> Archive:
    """Set up Django for the desk of the archive in a folder, and open the archive.

    Accounts, sessions and jobs stand in the archive's own database.

    Raises:
        FirsthandError: There is no archive, or it cannot be used.
    """
    settings.configure(**_settings(serving or Serving()))
    django.setup()
    for name in ("django.request", "waitress.queue"):  # not what is refused, or waits a moment: that is every day
        logging.getLogger(name).setLevel(logging.ERROR)
    from django.core.management import call_command
    from django.db import connections

    from firsthand.archive.archive import open_archive
    from firsthand.desk import here

    archive = open_archive(folder)
    connections.settings[archive.database.alias]["CONN_MAX_AGE"] = None
    connections.settings["default"] = connections.settings[archive.database.alias]
    del connections["default"]  # the one without a database, which setting up has made
    settings.SECRET_KEY = os.environ.get("FIRSTHAND_SECRET_KEY") or _secret(archive.keys.path)
    with archive.database.trouble():
        call_command("migrate", database="default", verbosity=0, interactive=False)
    here.opened(archive)
    return archive


def _secret(folder: Path) -> str:
    """Return what sessions are signed with: kept beside the archive's key, made when it is first needed."""
    path = folder / _SECRET
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    except FileNotFoundError:  # the archive's key is on another computer
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _secret(folder)
    return path.read_text(encoding="ascii")


def _settings(serving: Serving) -> dict[str, Any]:
    secure = serving.https
    return {
        "DEBUG": False,
        "SECRET_KEY": secrets.token_urlsafe(64),  # until the archive is open
        "ALLOWED_HOSTS": [*_LOOPBACK, *serving.hosts],
        "CSRF_TRUSTED_ORIGINS": [f"https://{host}" for host in serving.hosts],
        "DATABASES": {},
        "INSTALLED_APPS": [
            "firsthand.archive.apps.ArchiveConfig",
            "firsthand.desk.apps.DeskConfig",  # before allauth: its templates stand before theirs
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.humanize",
            "django.contrib.messages",
            "django.contrib.staticfiles",
            "allauth",
            "allauth.account",
            "allauth.mfa",
            "django_tasks",
            "django_tasks_db",
        ],
        "MIDDLEWARE": [
            "firsthand.desk.headers.Headers",
            "django.middleware.security.SecurityMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "firsthand.desk.tokens.Tokens",
            "firsthand.desk.access.Access",
            "firsthand.desk.troubles.Troubles",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                        "django.template.context_processors.i18n",
                        "firsthand.desk.here.context",
                    ],
                    "builtins": ["firsthand.desk.templatetags.desk", "django.templatetags.i18n"],
                    "string_if_invalid": "",
                },
            }
        ],
        "ROOT_URLCONF": "firsthand.desk.urls",
        "STATIC_URL": "/static/",
        "WHITENOISE_USE_FINDERS": True,
        "STATIC_ROOT": None,
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "LANGUAGE_CODE": "en",
        "LANGUAGES": LANGUAGES,
        "LOCALE_PATHS": [str(_HERE / "locale")],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "FORM_RENDERER": "firsthand.desk.forms.Renderer",
        # Accounts
        "AUTH_USER_MODEL": "desk.Account",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
            for name, options in (
                ("UserAttributeSimilarityValidator", {}),
                ("MinimumLengthValidator", {"min_length": 12}),
                ("CommonPasswordValidator", {}),
                ("NumericPasswordValidator", {}),
            )
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "ACCOUNT_ADAPTER": "firsthand.desk.accounts.Adapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_LOGOUT_ON_GET": False,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 600,
        "MFA_ADAPTER": "firsthand.desk.accounts.Factors",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Firsthand",
        "MFA_TOTP_TOLERANCE": 1,  # the code before, and the one after: clocks differ (RFC 6238 §5.2)
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not secure,  # browsers take this computer for a secure origin
        # Sessions, cookies, headers
        "SESSION_COOKIE_AGE": _DAY // 2,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_NAME": f"firsthand-{serving.port}",  # two desks on one computer: cookies know no ports
        "CSRF_COOKIE_NAME": f"firsthand-csrf-{serving.port}",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_FAILURE_VIEW": "firsthand.desk.troubles.csrf",
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if secure else None,
        "SECURE_SSL_REDIRECT": secure,
        "SECURE_HSTS_SECONDS": 365 * _DAY if secure else 0,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        # Uploads and jobs
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 20 * 2**20,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 1000,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": 2**20,
        "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}},
        "LOGGING_CONFIG": None,
    }
