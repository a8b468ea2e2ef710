"""A small application with the frame and nothing else: no database, no person."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from flask import Blueprint, Flask, flash, redirect, render_template_string
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect
from jinja2 import BytecodeCache
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from readiness.errors import ChangedMeanwhile
from readiness.web import forms, init_web
from readiness.web.navigation import Account, NavigationItem, add_navigation, use_rights

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class FrameSettings:
    council_name: str = "Example council"
    accent_colour: str = "#00615d"
    production: bool = False
    demo: bool = False
    trusted_proxies: int = 0


@dataclass
class Somebody:
    """Who looks at the pages: what they may do, and whether they are signed in."""

    permissions: set[str] = field(default_factory=set)
    account: Account | None = None


class CallForm(forms.BaseForm):
    submit_words = "Log the call"
    name = forms.text("Who took it?", needed="Enter who took it.", most=20)
    at = forms.moment("When did it come?", needed="Enter when it came.")
    closed_on = forms.day("Closed on")
    kind = forms.radios("Kind", [("short", "Short"), ("long", "Long")], needed="Choose a kind.")
    copies = forms.checkboxes("Copies", [("a", "One"), ("b", "Two")])
    trial = forms.checkbox("This is a trial run")
    evidence = forms.file("Evidence", accept=".pdf")
    note = forms.long_text("Note")
    password = forms.password("Password")
    version = forms.version()


FORM_PAGE = """{% extends "layouts/form.html" %}
{% from "components/forms.html" import form_page %}
{% block title %}Log a call{% endblock %}
{% block content %}{{ form_page(form, cancel_href="/") }}{% endblock %}"""
PLAIN_PAGE = """{% extends "layouts/page.html" %}
{% block title %}Today{% endblock %}{% block content %}<p>{{ words }}</p>{% endblock %}"""


def make_frame(
    settings: FrameSettings, somebody: Somebody, templates: BytecodeCache | None = None
) -> Flask:
    """An application of the frame with a few pages; `templates` keeps what was compiled."""
    app = Flask(
        "frame",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "readiness" / "web" / "static"),
    )
    app.config.update(SECRET_KEY="for these tests only", MAX_CONTENT_LENGTH=50_000)
    app.jinja_env.bytecode_cache = templates
    CSRFProtect(app)
    init_web(app, settings)
    use_rights(
        app,
        can=lambda permission: permission in somebody.permissions,
        account=lambda: somebody.account,
    )
    app.register_blueprint(_pages())
    return app


HTMX = {"HX-Request": "true"}


def token(browser: FlaskClient) -> str:
    """The token of a form, as a browser would find it."""
    found = re.search(r'csrf_token"[^>]*value="([^"]+)"', browser.get("/call").text)
    assert found is not None
    return found[1]


def send(
    browser: FlaskClient, path: str, fields: dict[str, str] | None = None, *, htmx: bool = False
) -> TestResponse:
    """POST with the token of a form."""
    data = {"csrf_token": token(browser), **(fields or {})}
    return browser.post(path, data=data, headers=HTMX if htmx else {})


def _pages() -> Blueprint:
    pages = Blueprint("pages", __name__)
    add_navigation(
        pages,
        NavigationItem("Secret", "pages.show", "secret", order=20),
        NavigationItem("Open", "pages.show", order=10),
        NavigationItem("Help", "pages.log_call", place="footer"),
    )

    @pages.get("/")
    def show() -> str:
        flash("It is saved.")
        return render_template_string(PLAIN_PAGE, words="<b>Hello</b>")

    @pages.route("/call", methods=["GET", "POST"])
    def log_call() -> tuple[str, int] | Response:
        form = CallForm()
        if form.validate_on_submit():
            return redirect("/")
        return render_template_string(FORM_PAGE, form=form), 422 if form.errors else 200

    @pages.post("/tick")
    def tick() -> str:
        raise ChangedMeanwhile("Asha Bello ticked this at 9.40am.")

    @pages.get("/broken")
    def broken() -> str:
        words = ("a secret", "that no page may show")
        raise RuntimeError(" ".join(words))

    return pages
