"""The server posts to other people’s servers only, never into its own network."""

import json

import pytest

from readiness.notifications.rules.webhooks import (
    choose_outside,
    is_outside,
    read_webhook,
    write_card,
)

GOOD = "https://hooks.example.org/workflows/1?sig=abc"


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.org/1",
        "ftp://hooks.example.org/1",
        "https://",
        "https://hooks.example.org",
        "https://me:secret@hooks.example.org/1",
        "https://hooks.example.org:8443/1",
        "https://hooks.example.org:port/1",
        "https://hooks.example.org/a b",
        "https://hooks.example.org/a\r\nX: y",
        "https://[::1/1",
        "https://höoks.example.org/1",
        "https://hooks.example.org/" + "a" * 2000,
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_no_plain_https_address_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(ValueError, match="Teams"):
        read_webhook(address)


def test_a_plain_https_address_is_taken() -> None:
    assert read_webhook(GOOD).hostname == "hooks.example.org"
    assert read_webhook(GOOD.replace(".org", ".org:443")).path == "/workflows/1"


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
        "::7f00:1", "::ffff:0:a00:1", "64:ff9b:1::a00:1", "fec0::1", "2001:db8::1",
        "localhost", "",
    ],
)  # fmt: skip
def test_a_number_of_ones_own_network_is_not_outside(number: str) -> None:
    assert not is_outside(number)


def test_one_private_number_among_public_ones_spoils_the_name() -> None:
    assert choose_outside(["93.184.215.14", "2606:2800:21f:cb07::1"]) == "93.184.215.14"
    for numbers in ([], ["93.184.215.14", "127.0.0.1"]):
        with pytest.raises(ValueError, match="private network"):
            choose_outside(numbers)


def test_a_card_has_the_subject_the_words_and_a_button_for_the_link() -> None:
    sent = json.loads(write_card("Gate passed", "All done.\n\nhttps://readiness.example.org/1\n"))
    (attachment,) = sent["attachments"]
    card = attachment["content"]
    assert [block["text"] for block in card["body"]] == ["Gate passed", "All done."]
    assert [action["url"] for action in card["actions"]] == ["https://readiness.example.org/1"]
