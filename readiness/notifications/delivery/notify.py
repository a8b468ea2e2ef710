"""Sending by GOV.UK Notify, with a template of ours that holds only ((subject)) and ((body)).

Notify keeps our reference: after an accident it is asked whether it has the e-mail already.
The client is read in only when an e-mail leaves: it is slow to read in.
"""

from typing import Any

from readiness.notifications.delivery.contract import TIMEOUT_S, DeliveryFailed
from readiness.notifications.rules.outbox import Ending, Letter

NOT_LET_IN = (
    "GOV.UK Notify did not let us in. Check READINESS_NOTIFY_KEY and READINESS_NOTIFY_TEMPLATE."
)
UNREACHABLE = "GOV.UK Notify could not be reached. It is tried again until it answers."
BUSY = "GOV.UK Notify has had as many emails as it takes for now."


class NotifyDelivery:
    """The official client, made anew for each e-mail: it may not be shared by threads."""

    def __init__(self, *, api_key: str, template_id: str, base_url: str = "") -> None:
        self._api_key, self._template_id, self._base_url = api_key, template_id, base_url

    def send(self, letter: Letter) -> None:
        """Hand the e-mail to Notify. Raises DeliveryFailed."""
        self._ask(
            "send_email_notification",
            email_address=letter.to_address,
            template_id=self._template_id,
            personalisation={"subject": letter.subject, "body": letter.text},
            reference=letter.reference,
        )

    def has_accepted(self, letter: Letter) -> bool:
        """Whether Notify has an e-mail of this reference; it remembers them for a week."""
        found = self._ask("get_all_notifications", reference=letter.reference)
        return bool(found["notifications"])

    def _ask(self, what: str, **given: Any) -> Any:
        from notifications_python_client.errors import HTTPError, InvalidResponse
        from notifications_python_client.notifications import NotificationsAPIClient

        more = {"base_url": self._base_url} if self._base_url else {}
        client: Any = NotificationsAPIClient(  # type: ignore[no-untyped-call]  # ships no types
            self._api_key, timeout=TIMEOUT_S, **more
        )
        try:
            return getattr(client, what)(**given)
        except InvalidResponse as error:
            raise DeliveryFailed(Ending.LATER, UNREACHABLE, may_have_arrived=True) from error
        except HTTPError as error:
            raise _read_failure(error) from error
        finally:
            client.request_session.close()


def _read_failure(error: Any) -> DeliveryFailed:
    """What Notify’s answer means; its table of errors is in its REST documentation."""
    code: int = error.status_code
    if error.response is None:
        # Nobody heard an answer: the question may have arrived all the same.
        return DeliveryFailed(Ending.UNREACHABLE, UNREACHABLE, may_have_arrived=True)
    if code in {401, 403, 404}:
        return DeliveryFailed(Ending.UNREACHABLE, NOT_LET_IN)
    if code == 429:
        return DeliveryFailed(Ending.LATER, BUSY)
    if code >= 500:
        return DeliveryFailed(Ending.UNREACHABLE, UNREACHABLE, may_have_arrived=True)
    return DeliveryFailed(Ending.REFUSED, f"GOV.UK Notify did not take the email. {_say(error)}")


def _say(error: Any) -> str:
    said = error.message
    words = said if isinstance(said, str) else "; ".join(str(each.get("message")) for each in said)
    return f"It said: {words}"[:400]
