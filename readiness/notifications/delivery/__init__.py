"""Ways for an e-mail to leave, chosen by the settings."""

from typing import Protocol

from readiness.notifications.delivery.console import ConsoleDelivery
from readiness.notifications.delivery.contract import Delivery, DeliveryFailed
from readiness.notifications.delivery.notify import NotifyDelivery
from readiness.notifications.delivery.smtp import SmtpDelivery

__all__ = ["Delivery", "DeliveryFailed", "make_delivery"]


class MailSettings(Protocol):
    """The settings that delivery reads."""

    @property
    def mail_by(self) -> str:
        """“console”, “smtp” or “notify”."""

    @property
    def mail_from(self) -> str:
        """The sender’s address, for SMTP."""

    @property
    def council_name(self) -> str:
        """Said as the sender’s name."""

    @property
    def smtp_host(self) -> str:
        """The mail server."""

    @property
    def smtp_port(self) -> int:
        """Its port."""

    @property
    def smtp_security(self) -> str:
        """“starttls”, “tls” or “none”."""

    @property
    def smtp_user(self) -> str:
        """Empty where the server asks for none."""

    @property
    def smtp_password(self) -> str:
        """The user’s."""

    @property
    def notify_key(self) -> str:
        """The API key of GOV.UK Notify."""

    @property
    def notify_template(self) -> str:
        """The number of its template with ((subject)) and ((body))."""


def make_delivery(settings: MailSettings) -> Delivery:
    """How e-mail leaves by these settings. Opens nothing yet."""
    if settings.mail_by == "smtp":
        return SmtpDelivery(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=settings.smtp_password,
            sender=settings.mail_from,
            sender_name=settings.council_name,
        )
    if settings.mail_by == "notify":
        return NotifyDelivery(api_key=settings.notify_key, template_id=settings.notify_template)
    return ConsoleDelivery()
