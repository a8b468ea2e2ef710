"""How e-mail leaves is a setting, and an unsafe one refuses to start."""

import base64
from pathlib import Path

import pytest

from config import Settings, SettingsError, load_settings

NUMBER = "12345678-1234-1234-1234-123456789012"
SMTP = {
    "READINESS_MAIL": "smtp",
    "READINESS_MAIL_FROM": "readiness@example.org",
    "READINESS_SMTP_HOST": "mail.example.org",
}
NOTIFY = {
    "READINESS_MAIL": "notify",
    "READINESS_NOTIFY_KEY": f"readiness-{NUMBER}-{NUMBER}",
    "READINESS_NOTIFY_TEMPLATE": NUMBER,
}
PRODUCTION = {
    "READINESS_PRODUCTION": "1",
    "READINESS_SECRET_KEY": "a secret that is long enough for production",
    "READINESS_FILE_KEY": base64.b64encode(b"0123456789abcdef0123456789abcdef").decode(),
    "READINESS_ADDRESS": "https://readiness.example.org/",
    "READINESS_TRUSTED_PROXIES": "1",
}


def load(folder: Path, **environ: str) -> Settings:
    return load_settings({"READINESS_INSTANCE": str(folder), **environ})


def test_without_settings_emails_are_shown_on_the_console(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert (settings.mail_by, settings.address) == ("console", "http://127.0.0.1:8000")


def test_production_takes_a_mail_server_or_notify(tmp_path: Path) -> None:
    smtp = load(tmp_path, **PRODUCTION, **SMTP, READINESS_SMTP_PASSWORD="hush")
    assert (smtp.mail_by, smtp.smtp_port, smtp.smtp_security) == ("smtp", 587, "starttls")
    assert smtp.address == "https://readiness.example.org"
    assert "hush" not in repr(smtp)
    notify = load(tmp_path, **PRODUCTION, **NOTIFY)
    assert (notify.mail_by, notify.notify_template) == ("notify", NUMBER)
    assert notify.notify_key not in repr(notify)
    assert notify.secret_key not in repr(notify)
    tls = load(tmp_path, **SMTP, READINESS_SMTP_SECURITY="tls")
    assert tls.smtp_port == 465


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        (PRODUCTION, "READINESS_MAIL must be smtp or notify in production"),
        ({**PRODUCTION, **SMTP, "READINESS_ADDRESS": ""}, "READINESS_ADDRESS must be"),
        ({**PRODUCTION, **SMTP, "READINESS_TRUSTED_PROXIES": "0"}, "READINESS_TRUSTED_PROXIES"),
        ({**PRODUCTION, **SMTP, "READINESS_ADDRESS": "http://r.example.org"}, "READINESS_ADDRESS"),
        ({"READINESS_ADDRESS": "https://r.example.org/?x=<script>"}, "READINESS_ADDRESS must be"),
        (
            {
                **PRODUCTION,
                **SMTP,
                "READINESS_SMTP_SECURITY": "none",
                "READINESS_SMTP_PASSWORD": "x",
            },
            "would travel in the clear",
        ),
        ({**SMTP, "READINESS_SMTP_PORT": "²"}, "READINESS_SMTP_PORT is “²”"),
        ({"READINESS_MAIL": "pigeon"}, "READINESS_MAIL is “pigeon”"),
        ({**SMTP, "READINESS_DEMO": "1"}, "no email leaves the demo"),
        ({**SMTP, "READINESS_MAIL_FROM": "nobody"}, "READINESS_MAIL_FROM must be"),
        ({**SMTP, "READINESS_SMTP_HOST": ""}, "READINESS_SMTP_HOST is not set"),
        ({**SMTP, "READINESS_SMTP_SECURITY": "hope"}, "READINESS_SMTP_SECURITY is “hope”"),
        ({**SMTP, "READINESS_SMTP_PORT": "post"}, "READINESS_SMTP_PORT is “post”"),
        ({**NOTIFY, "READINESS_NOTIFY_KEY": "short"}, "READINESS_NOTIFY_KEY must be"),
        ({**NOTIFY, "READINESS_NOTIFY_TEMPLATE": "1"}, "READINESS_NOTIFY_TEMPLATE must be"),
    ],
)
def test_an_unsafe_setting_is_refused_with_a_sentence(
    tmp_path: Path, environ: dict[str, str], sentence: str
) -> None:
    with pytest.raises(SettingsError, match=sentence):
        load(tmp_path, **environ)
