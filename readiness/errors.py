"""The errors people may meet: each is a sentence saying what is wrong and what to do.

The web answers with `status`, a command exits with `exit_code` (the contract: 0 fine,
1 findings or a refusal, 2 unusable input).
"""


class ReadinessError(Exception):
    """A sentence for a person. Never raised itself: use one of the kinds below.

    `about` names the field that is to be put right; empty where it is none, or several.
    """

    status = 500
    exit_code = 2

    def __init__(self, sentence: str, about: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.about = about


class NotFound(ReadinessError):
    """What was asked for does not exist, or is not for this person to see."""

    status = 404


class Refused(ReadinessError):
    """A rule of the product says no: the sentence says which and what to do."""

    status = 422
    exit_code = 1


class ChangedMeanwhile(Refused):
    """Somebody else changed the same thing first: the sentence says who and when."""

    status = 409


class NotAllowed(ReadinessError):
    """This person may see the thing but not do this to it."""

    status = 403
    exit_code = 1


class SignedOut(NotAllowed):
    """Something was sent by somebody who is no longer signed in: their words are handed back."""


class Unusable(ReadinessError):
    """Input that cannot be used at all: a file, a date, a name."""

    status = 422
    exit_code = 2


def require_words(text: str, sentence: str, about: str = "") -> str:
    """The words without what surrounds them. Raises Refused with the sentence for none."""
    said = text.strip()
    if not said:
        raise Refused(sentence, about)
    return said
