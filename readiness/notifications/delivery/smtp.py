"""Sending by a mail server.

The e-mail is handed over in one go at the end: until then a broken line means that it did not
arrive, after that nobody knows. The Message-ID is the same for every attempt, so that a mail
system that has it already can drop the second.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime

from readiness import clock
from readiness.notifications.delivery.contract import TIMEOUT_S, DeliveryFailed
from readiness.notifications.rules.outbox import Ending, Letter

UNREACHABLE = "The mail server could not be reached. Check READINESS_SMTP_HOST and its port."
NOT_LET_IN = (
    "The mail server did not let us in. Check READINESS_SMTP_USER, READINESS_SMTP_PASSWORD and "
    "READINESS_MAIL_FROM."
)
_SEVEN_BITS = SMTP.clone(cte_type="7bit")
"""Any server takes it, also one that knows nothing newer."""
BROKE_OFF = "The line broke after the email was handed over, so it may have arrived."


class SmtpDelivery:
    """Opens a connection for each e-mail: they are few, and a line kept open breaks."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        security: str,
        user: str,
        password: str,
        sender: str,
        sender_name: str,
    ) -> None:
        self._host, self._port, self._security = host, port, security
        self._user, self._password = user, password
        self._sender, self._sender_name = sender, sender_name

    def send(self, letter: Letter) -> None:
        """Hand the e-mail to the server. Raises DeliveryFailed."""
        content = self._compose(letter).as_bytes()
        with self._connected() as server:
            _expect(server.mail(self._sender), NOT_LET_IN, Ending.UNREACHABLE)
            _expect(server.rcpt(letter.to_address), "The mail server does not take this address")
            try:
                answer = server.data(content)
            except smtplib.SMTPDataError as error:
                answer = error.smtp_code, _bytes(error.smtp_error)
            except (OSError, smtplib.SMTPException) as error:
                raise DeliveryFailed(Ending.LATER, BROKE_OFF, may_have_arrived=True) from error
            _expect(answer, "The mail server did not take the email")

    def has_accepted(self, _letter: Letter) -> bool:
        """A mail server does not say what it has: the Message-ID lets it drop a second."""
        return False

    def _compose(self, letter: Letter) -> EmailMessage:
        mail = EmailMessage(policy=_SEVEN_BITS)
        mail["From"] = Address(self._sender_name, addr_spec=self._sender)
        mail["To"] = Address(letter.to_name, addr_spec=letter.to_address)
        mail["Subject"] = letter.subject
        mail["Date"] = localtime(clock.now())
        mail["Message-ID"] = f"<{letter.reference}@{self._sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.text)
        mail.add_alternative(letter.html, subtype="html")
        if letter.calendar:
            # As an alternative, and named: so mail programs offer to answer it, not to save it.
            method = {"method": letter.calendar_method, "name": "invite.ics"}
            mail.add_alternative(letter.calendar, subtype="calendar", params=method)
        return mail

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """A server that has let us in. Raises DeliveryFailed where it cannot be reached."""
        try:
            server = self._open()
        except smtplib.SMTPAuthenticationError as error:
            raise DeliveryFailed(Ending.UNREACHABLE, NOT_LET_IN) from error
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryFailed(Ending.UNREACHABLE, UNREACHABLE) from error
        try:
            yield server
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryFailed(Ending.UNREACHABLE, UNREACHABLE) from error
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _open(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=TIMEOUT_S, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
        try:
            if self._security == "starttls":
                server.starttls(context=context)
            if self._user:
                server.login(self._user, self._password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server


def _expect(answer: tuple[int, bytes], sentence: str, usual: Ending | None = None) -> None:
    """Raise DeliveryFailed unless the answer is a yes; a 4 at its front means: try again later."""
    code, said = answer
    if 200 <= code < 300:
        return
    if usual is not None:
        raise DeliveryFailed(usual, sentence)
    words = " ".join(_bytes(said).decode("utf-8", "replace").split())[:300]
    ending = Ending.LATER if 400 <= code < 500 else Ending.REFUSED
    raise DeliveryFailed(ending, f"{sentence}. It said: {code} {words}")


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
