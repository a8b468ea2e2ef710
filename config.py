"""Settings, read once from the environment and from nowhere else.

Settings begin with READINESS_; DATABASE_URL keeps its usual name. A setting that would be unsafe in
production refuses to start and says what to change.
"""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
DEMO_COUNCIL = "Northmere Council"
"""An invented name."""
DEMO_CHILDREN = 41_500
"""An invented number, that gives the demo’s lists usual rates."""


class SettingsError(Exception):
    """A setting is missing or unsafe; the sentence names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """All there is to set. Paths are absolute, sizes in bytes."""

    secret_key: str = field(repr=False)
    file_key: bytes = field(repr=False)
    database_url: str = field(repr=False)
    instance_path: Path
    checklists_path: Path = ROOT / "checklists"
    production: bool = False
    demo: bool = False
    council_name: str = "Your council"
    accent_colour: str = "#00615d"
    child_population: int | None = None
    largest_extract: int = 60 * 1024 * 1024
    largest_document: int = 50 * 1024 * 1024
    sign_in_lasts: timedelta = timedelta(hours=12)
    idle_lasts: timedelta = timedelta(hours=2)
    trusted_proxies: int = 0
    address: str = "http://127.0.0.1:8000"
    mail_by: str = "console"
    mail_from: str = "readiness@localhost"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    notify_key: str = field(default="", repr=False)
    notify_template: str = ""

    @property
    def largest_request(self) -> int:
        """The most a request may carry: twelve extracts and a little for the form."""
        return max(self.largest_extract * 12, self.largest_document) + 1024 * 1024


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. Raises SettingsError with one sentence."""
    production = _flag(environ, "READINESS_PRODUCTION")
    demo = _flag(environ, "READINESS_DEMO")
    if production and demo:
        raise SettingsError(
            "READINESS_DEMO and READINESS_PRODUCTION are both on: the demo shows its passwords, "
            "so it never runs in production. Switch one of them off."
        )
    instance = Path(environ.get("READINESS_INSTANCE", str(ROOT / "instance"))).resolve()
    kept = {} if production else _kept_keys(instance)
    settings = Settings(
        secret_key=_required(environ, "READINESS_SECRET_KEY", kept),
        file_key=_file_key(_required(environ, "READINESS_FILE_KEY", kept)),
        database_url=_database_url(environ, instance),
        instance_path=instance,
        checklists_path=Path(
            environ.get("READINESS_CHECKLISTS", str(ROOT / "checklists"))
        ).resolve(),
        production=production,
        demo=demo,
        council_name=environ.get(
            "READINESS_COUNCIL", DEMO_COUNCIL if demo else "Your council"
        ).strip(),
        accent_colour=_colour(environ.get("READINESS_ACCENT_COLOUR", "#00615d")),
        child_population=_children(environ, DEMO_CHILDREN if demo else None),
        largest_extract=_megabytes(environ, "READINESS_LARGEST_EXTRACT_MB", 60),
        largest_document=_megabytes(environ, "READINESS_LARGEST_DOCUMENT_MB", 50),
        trusted_proxies=_proxies(environ, production),
        address=_address(environ, production),
        **_mail(environ, production=production, demo=demo),
    )
    if production and len(settings.secret_key) < 32:
        raise SettingsError("READINESS_SECRET_KEY is too short: use at least 32 characters.")
    return settings


def _address(environ: Mapping[str, str], production: bool) -> str:
    """Where people find the product: the links of its emails begin with it."""
    usual = "" if production else "http://127.0.0.1:8000"
    value = environ.get("READINESS_ADDRESS", "").strip().rstrip("/") or usual
    wanted = "https" if production else "https?"
    if not re.fullmatch(wanted + r"://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._/-]*)?", value):
        raise SettingsError(
            "READINESS_ADDRESS must be the address people open the product at, "
            "like https://readiness.example.org: the links of emails begin with it."
        )
    return value


def _proxies(environ: Mapping[str, str], production: bool) -> int:
    """How many servers stand in front and say truly whose request it is.

    In production one always does, for https ends there. Not told of it, everybody would come
    from its address, and one person’s wrong passwords would keep all others out.
    """
    proxies = _number(environ, "READINESS_TRUSTED_PROXIES", 0)
    if production and proxies < 1:
        raise SettingsError(
            "READINESS_TRUSTED_PROXIES must be 1 or more in production: it is how many servers "
            "stand in front, beginning with the one that https ends at. Usually it is 1."
        )
    return proxies


def _mail(environ: Mapping[str, str], *, production: bool, demo: bool) -> dict[str, Any]:
    """How emails leave. In production they must, and from the demo they never do."""
    by = environ.get("READINESS_MAIL", "").strip().lower() or "console"
    if by not in {"console", "smtp", "notify"}:
        raise SettingsError(f"READINESS_MAIL is “{by}”: use console, smtp or notify.")
    if by != "console" and demo:
        raise SettingsError(
            "READINESS_DEMO is on, and no email leaves the demo: take READINESS_MAIL out."
        )
    if by == "console" and production:
        raise SettingsError(
            "READINESS_MAIL must be smtp or notify in production: "
            "on the console nobody is reminded."
        )
    if by == "smtp":
        return {"mail_by": by, **_smtp(environ, production)}
    return {"mail_by": by, **(_notify(environ) if by == "notify" else {})}


def _smtp(environ: Mapping[str, str], production: bool) -> dict[str, Any]:
    security = environ.get("READINESS_SMTP_SECURITY", "starttls").strip().lower()
    if security not in {"starttls", "tls", "none"}:
        raise SettingsError(f"READINESS_SMTP_SECURITY is “{security}”: use starttls, tls or none.")
    if production and security == "none" and environ.get("READINESS_SMTP_PASSWORD"):
        raise SettingsError(
            "READINESS_SMTP_SECURITY is none, so READINESS_SMTP_PASSWORD would travel in the "
            "clear: use starttls or tls, or a mail server that asks for no password."
        )
    sender = environ.get("READINESS_MAIL_FROM", "").strip()
    if not re.fullmatch(r"[^@\s<>]+@[A-Za-z0-9.-]+", sender):
        raise SettingsError(
            "READINESS_MAIL_FROM must be the address emails come from, like readiness@example.org."
        )
    host = environ.get("READINESS_SMTP_HOST", "").strip()
    if not host:
        raise SettingsError("READINESS_SMTP_HOST is not set: name the council’s mail server.")
    return {
        "mail_from": sender,
        "smtp_host": host,
        "smtp_port": _number(environ, "READINESS_SMTP_PORT", 465 if security == "tls" else 587),
        "smtp_security": security,
        "smtp_user": environ.get("READINESS_SMTP_USER", "").strip(),
        "smtp_password": environ.get("READINESS_SMTP_PASSWORD", ""),
    }


def _notify(environ: Mapping[str, str]) -> dict[str, Any]:
    key = environ.get("READINESS_NOTIFY_KEY", "").strip()
    template = environ.get("READINESS_NOTIFY_TEMPLATE", "").strip()
    number = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    if not re.search(f"{number}-{number}$", key):
        raise SettingsError("READINESS_NOTIFY_KEY must be the whole API key of GOV.UK Notify.")
    if not re.fullmatch(number, template):
        raise SettingsError(
            "READINESS_NOTIFY_TEMPLATE must be the ID of a template of GOV.UK Notify whose subject "
            "is ((subject)) and whose message is ((body))."
        )
    return {"notify_key": key, "notify_template": template}


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in {"", "0", "no", "off", "false"}:
        return False
    if value in {"1", "yes", "on", "true"}:
        return True
    raise SettingsError(f"{name} is “{value}”: use 1 for on or 0 for off.")


def _number(environ: Mapping[str, str], name: str, usual: int) -> int:
    value = environ.get(name, str(usual))
    if not value.isdecimal():
        raise SettingsError(f"{name} is “{value}”: use a whole number.")
    return int(value)


def _megabytes(environ: Mapping[str, str], name: str, usual: int) -> int:
    value = _number(environ, name, usual)
    if value < 1:
        raise SettingsError(f"{name} is {value}: use a number of megabytes from 1.")
    return value * 1024 * 1024


def _children(environ: Mapping[str, str], usual: int | None) -> int | None:
    """How many children live in the area: rates are of 10,000 of them."""
    if not environ.get("READINESS_CHILD_POPULATION", "").strip():
        return usual
    children = _number(environ, "READINESS_CHILD_POPULATION", 0)
    if children < 1:
        raise SettingsError(
            "READINESS_CHILD_POPULATION is 0: give the number of children in the area, or leave "
            "it out."
        )
    return children


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise SettingsError(f"READINESS_ACCENT_COLOUR is “{value}”: use a colour like #00615d.")
    return value


def _database_url(environ: Mapping[str, str], instance: Path) -> str:
    url = environ.get("DATABASE_URL", "").strip()
    if not url:
        return f"sqlite:///{instance / 'readiness.sqlite3'}"
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def _required(environ: Mapping[str, str], name: str, kept: Mapping[str, str]) -> str:
    value = environ.get(name, "").strip() or kept.get(name, "")
    if not value:
        raise SettingsError(
            f"{name} is not set. In production it must be, and must stay the same: "
            "keep it with the council’s other secrets."
        )
    return value


def _file_key(value: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise SettingsError("READINESS_FILE_KEY must be 32 bytes written in base64.")
    return key


def _kept_keys(instance: Path) -> dict[str, str]:
    """Keys made on first use and kept in the instance folder; never used in production."""
    path = instance / "keys.env"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        made = (
            f"READINESS_SECRET_KEY={secrets.token_urlsafe(48)}\n"
            f"READINESS_FILE_KEY={base64.b64encode(secrets.token_bytes(32)).decode()}\n"
        )
        new = instance / f"keys.{os.getpid()}.new"
        new.touch(mode=0o600)
        new.write_text(made, encoding="utf-8")
        try:
            os.link(new, path)  # the first of two starts wins; the other reads its keys
        except FileExistsError:
            pass
        finally:
            new.unlink()
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)
