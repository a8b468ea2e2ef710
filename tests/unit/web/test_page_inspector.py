import pytest

from tests.support.page_inspector import find_faults, find_frame_faults, read_page

SOUND = """<!doctype html><html lang="en"><head><title>Tasks – Readiness</title></head>
<body><main id="main"><h1>Tasks</h1><a href="#main">Skip</a>
<form method="post"><input type="hidden" name="csrf_token"><label for="a">Name</label>
<input id="a"><button>Save</button></form>
<table><caption>Tasks</caption><tr><td>It’s “done”</td></tr></table></main></body></html>"""


def faults(html: str) -> list[str]:
    page = read_page(html)
    return find_faults(page) + find_frame_faults(page)


def test_a_sound_page_has_no_faults() -> None:
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    ("sound", "broken", "fault"),
    [
        ("<!doctype html>", "", "no <!doctype html>"),
        (' lang="en"', "", "does not say its language"),
        ("<h1>Tasks</h1>", "", "0 h1"),
        ("<h1>Tasks</h1>", "<h1>Tasks</h1><h2> </h2>", "A heading is empty"),
        ("Tasks – Readiness", "Tasks", "Its title is"),
        ("<main", '<div class="govuk-error-summary"></div><main', "does not start with “Error: ”"),
        ("<title>", "<title>Error: Error: ", "says twice"),
        ("<h1>", "<h1>Error: ", "for the title alone"),
        ('href="#main"', 'href="#nowhere"', "leads nowhere"),
        (">Skip<", "><", "A <a> has no text"),
        (">Save<", "><", "A <button> has no text"),
        ('for="a"', 'for="b"', "has no label"),
        ('for="a"', 'for="b"', "points to “b”, which is nowhere"),
        ('id="a"', 'id="main"', "stands 2 times"),
        ("<input id", '<input style="top:0" id', "carries style"),
        ("<input id", '<input onclick="x()" id', "carries onclick"),
        ("<input id", '<input hx-on:click="x()" id', "carries hx-on:click"),
        ("</main>", "<script>x()</script></main>", "an inline <script>"),
        ("</main>", "<style>p{}</style></main>", "holds a <style>"),
        ("</main>", '<script src="https://x.test/"></script></main>', "from elsewhere"),
        ("It’s", "It's", "Straight quotes"),
        ("It’s", "{{ it }}’s", "A template shows through"),
        ("It’s", "Due None", "A missing value shows"),
        ('name="csrf_token"', 'name="x"', "posts without csrf_token"),
        ("<caption>Tasks</caption>", "", "neither caption nor label"),
    ],
)
def test_a_broken_rule_is_found(sound: str, broken: str, fault: str) -> None:
    assert sound in SOUND
    assert fault in "\n".join(faults(SOUND.replace(sound, broken)))


def test_each_of_several_forms_needs_its_own_token() -> None:
    html = '<form method="post"><input name="csrf_token" type="hidden"></form>'
    assert find_faults(read_page(html * 2)) == []
    assert len(find_faults(read_page(f'{html}<form method="post" action="/x"></form>'))) == 1


def test_what_a_person_wrote_may_hold_straight_quotes() -> None:
    assert find_faults(read_page("<p data-own-words>it's {{ mine }}</p>")) == []
