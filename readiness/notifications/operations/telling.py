"""The Teams channel of an inspection: its address kept and removed, its news told once."""

from datetime import datetime

from sqlalchemy import select

from readiness import clock
from readiness.activity.operations import record
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.notifications.messages import full_address
from readiness.notifications.models import Message, TeamsChannel
from readiness.notifications.news import News, list_news
from readiness.notifications.operations.outbox import lock_outbox, new_reference
from readiness.notifications.queries import find_channel, list_channels
from readiness.notifications.rules.outbox import MessageState
from readiness.notifications.rules.sections import TRIAL
from readiness.notifications.sealing import hint_at, seal_address
from readiness.people.models import Person


def set_channel(
    *, actor: Person, inspection_id: int, title: str, address: str, version: int
) -> TeamsChannel:
    """Keep the address of an inspection’s channel; it was checked before anything is written.

    `version` is the row’s as the page showed it, 0 for none. Raises ChangedMeanwhile.
    """
    channel = find_channel(inspection_id)
    _check_version(channel, version)
    if channel is None:
        channel = TeamsChannel(inspection_id=inspection_id)
        db.session.add(channel)
    channel.title, channel.set_by, channel.set_at = title, actor, clock.now()
    channel.sealed, channel.hint = seal_address(address), hint_at(address)
    record(
        actor=actor,
        event="notifications:channel:set",
        subject=channel,
        inspection_id=inspection_id,
    )
    return channel


def remove_channel(*, actor: Person, inspection_id: int, version: int) -> None:
    """Forget the address. What waits for it is not sent. Raises Refused, ChangedMeanwhile."""
    channel = find_channel(inspection_id)
    _check_version(channel, version)
    if channel is None or not channel.sealed:
        raise Refused("There is no Teams address to remove.")
    channel.sealed = channel.hint = ""
    record(
        actor=actor,
        event="notifications:channel:removed",
        subject=channel,
        inspection_id=inspection_id,
    )


def tell_channels(*, now: datetime) -> int:
    """Put what is new into the outbox, each piece of news once. Gives how many. Idempotent."""
    lock_outbox()
    channels = {channel.inspection_id: channel for channel in list_channels()}
    if not channels:
        return 0
    news = {_name(channels, each): each for each in list_news(frozenset(channels), now)}
    had = set(db.session.scalars(select(Message.key).where(Message.key.in_(news))))
    new = [(key, each) for key, each in news.items() if key not in had]
    fresh = [(key, each) for key, each in new if _is_heard(channels[each.inspection_id], each)]
    db.session.add_all(_write(key, channels[e.inspection_id], e, now) for key, e in fresh)
    db.session.flush()
    return len(fresh)


def _name(channels: dict[int, TeamsChannel], news: News) -> str:
    return f"teams:{channels[news.inspection_id].id}:{news.key}"


def _is_heard(channel: TeamsChannel, news: News) -> bool:
    """A channel hears nothing of what happened before it was there."""
    return news.at is None or news.at >= channel.set_at


def _write(key: str, channel: TeamsChannel, news: News, now: datetime) -> Message:
    subject = f"{TRIAL}{news.subject.removeprefix(TRIAL)}" if news.is_trial else news.subject
    return Message(
        recipient_id=channel.set_by_id,
        channel_id=channel.id,
        key=key,
        reference=new_reference(),
        subject=subject[:200],
        text="\n".join((*news.lines, "", full_address(news.path))),
        html="",
        is_trial=news.is_trial,
        trial_id=news.inspection_id if news.is_trial else None,
        is_pressing=True,
        state=MessageState.WAITING,
        queued_at=now,
        next_try_at=now,
    )


def _check_version(channel: TeamsChannel | None, version: int) -> None:
    if (channel.version if channel is not None else 0) != version:
        raise ChangedMeanwhile(
            "Somebody changed the Teams address after you opened this page. Look at it again.",
            "address",
        )
