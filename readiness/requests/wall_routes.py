"""The wall of an inspection, for people who are signed in and for screens that nobody is."""

from flask import (
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.errors import Refused
from readiness.extensions import db
from readiness.inspections.now import now_for, today_for
from readiness.inspections.operations import get_running
from readiness.inspections.queries import get_inspection, list_lines
from readiness.people.access import anyone, current_person, requires
from readiness.people.operations import end_sign_in
from readiness.people.permissions import Permission
from readiness.people.sessions import forget, is_no_visit
from readiness.requests import operations, queries
from readiness.requests.blueprint import INSPECTION, blueprint
from readiness.requests.forms import ScreenForm
from readiness.requests.pages import make_wall, spell_when
from readiness.web.commits import commits
from readiness.web.pages import is_htmx

WALL = f"{INSPECTION}/wall"
SCREEN = "/screen"
COOKIE = "readiness_screen"
EVERY = 20
"""Seconds between two looks."""


@blueprint.get(WALL)
@requires(Permission.SEE_TASKS)
@is_no_visit
def show_wall(inspection_id: int) -> ResponseReturnValue:
    """The wall, as long as the person who opened it stays signed in."""
    return _show_wall(
        inspection_id,
        url_for("requests.show_wall", inspection_id=inspection_id),
        is_screen=False,
    )


@blueprint.get(SCREEN)
@anyone
def show_screen() -> ResponseReturnValue:
    """The wall on a screen that was put up; once it is down, the sign-in page."""
    secret = request.cookies.get(COOKIE, "")
    screen = queries.find_screen(operations.hash_secret(secret), clock.now()) if secret else None
    if screen is None:
        return redirect(url_for("people.sign_in"))
    return _show_wall(screen.inspection_id, SCREEN, is_screen=True)


@blueprint.get(f"{WALL}/screens")
@requires(Permission.WORK_ALL_TASKS)
def list_screens(inspection_id: int) -> ResponseReturnValue:
    """The screens that are up, and the form that makes one of this computer."""
    return _show_screens(inspection_id, ScreenForm(None))


@blueprint.post(f"{WALL}/screens")
@requires(Permission.WORK_ALL_TASKS)
@commits
def open_screen(inspection_id: int) -> ResponseReturnValue:
    """Make this computer a screen: whoever is signed in here is signed out."""
    get_running(inspection_id)
    form, me = ScreenForm(), current_person()
    if not form.validate():
        return _show_screens(inspection_id, form), 422
    try:
        _, secret = operations.open_screen(
            actor=me, inspection_id=inspection_id, place=form.place.data
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return _show_screens(inspection_id, form), error.status
    token = forget()
    if token is not None:
        end_sign_in(actor=me, token=token)
    response = make_response(redirect(SCREEN))
    _give_secret(response, secret)
    return response


@blueprint.post(f"{WALL}/screens/<int:screen_id>/end")
@requires(Permission.WORK_ALL_TASKS)
@commits
def end_screen(inspection_id: int, screen_id: int) -> ResponseReturnValue:
    """Take a screen down from wherever one is."""
    screen = queries.get_screen(inspection_id, screen_id)
    operations.end_screen(actor=current_person(), screen=screen)
    flash("The screen is taken down.")
    return redirect(url_for("requests.list_screens", inspection_id=inspection_id))


def _show_wall(inspection_id: int, here: str, *, is_screen: bool) -> str:
    inspection = get_inspection(inspection_id)
    now = now_for(inspection)
    lines = list_lines(inspection_id, today_for(inspection))
    return render_template(
        "requests/wall_part.html" if is_htmx() else "requests/wall.html",
        inspection=inspection,
        wall=make_wall(inspection, lines, now),
        spell_when=lambda moment: spell_when(moment, now),
        here=here,
        every=EVERY,
        is_screen=is_screen,
        is_still="still" in request.args,
        now=now,
    )


def _show_screens(inspection_id: int, form: ScreenForm) -> str:
    return render_template(
        "requests/screens.html",
        inspection=get_inspection(inspection_id),
        screens=queries.list_screens(inspection_id, clock.now()),
        form=form,
        now=clock.now(),
    )


def _give_secret(response: Response, secret: str) -> None:
    """Only for the screen’s own page, and gone with the screen’s own end."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=operations.LASTS,
        path=SCREEN,
        httponly=True,
        samesite="Strict",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
