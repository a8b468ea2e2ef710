"""Pages of people, their posts, and when they are away."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.people import account_routes, operations, queries, sign_in_routes
from readiness.people.access import current_person, requires
from readiness.people.blueprint import HISTORY, blueprint
from readiness.people.forms import AbsenceForm, PostForm
from readiness.people.models import Post
from readiness.people.permissions import ROLE_WORDS, Permission, list_managed
from readiness.web.commits import commits
from readiness.web.pagination import USUAL_SIZE, Page, asked_page

__all__ = ["account_routes", "blueprint", "sign_in_routes"]


@blueprint.get("/people")
@requires(Permission.SEE_PEOPLE)
def list_people() -> ResponseReturnValue:
    """Posts with their holders and deputies, who is away, and a page of the people."""
    search = request.args.get("search", "").strip()[:100]
    total = queries.count_people(search)
    number = asked_page(total)
    people = queries.list_people_about(search, limit=USUAL_SIZE, offset=(number - 1) * USUAL_SIZE)
    me = current_person()
    return render_template(
        "people/list.html",
        posts=queries.list_posts(),
        people=Page(people, number, USUAL_SIZE, total),
        search=search,
        absences=queries.list_absences(clock.today()),
        role_words=ROLE_WORDS,
        managed=list_managed(me.role),
        may_fill=lambda post: operations.may_fill(me, post),
        may_call_back=lambda person: operations.may_call_back(me, person),
    )


@blueprint.get("/people/posts/<int:post_id>")
@requires(Permission.MANAGE_PEOPLE)
def show_post(post_id: int) -> ResponseReturnValue:
    """The form for a post."""
    post = queries.get_post(post_id)
    operations.check_may_fill(current_person(), post)
    form = PostForm(
        holder=str(post.holder_id or ""), deputy=str(post.deputy_id or ""), version=post.version
    )
    _offer(form, post)
    return _show_post(form, post)


@blueprint.post("/people/posts/<int:post_id>")
@requires(Permission.MANAGE_PEOPLE)
@commits
def fill_post(post_id: int) -> ResponseReturnValue:
    """Say who holds a post."""
    post, form = queries.lock_post(post_id), PostForm()
    operations.check_may_fill(current_person(), post)
    _offer(form, post)
    if not form.validate():
        return _show_post(form, post), 422
    try:
        operations.fill_post(
            actor=current_person(),
            post=post,
            holder_id=form.holder_id,
            deputy_id=form.deputy_id,
            version=form.version.data,
        )
        db.session.flush()
    except Refused as error:
        db.session.rollback()
        post = queries.get_post(post_id)
        _offer(form, post)
        form.refuse(error, post.version)
        is_outdated = isinstance(error, ChangedMeanwhile)
        return _show_post(form, post, is_outdated=is_outdated), error.status
    return redirect(url_for("people.list_people"))


@blueprint.get("/people/away")
@requires(Permission.SEE_PEOPLE)
def new_absence() -> ResponseReturnValue:
    """The form for time away."""
    return _show_absence(_absence_form())


@blueprint.post("/people/away")
@requires(Permission.SEE_PEOPLE)
@commits
def add_absence() -> ResponseReturnValue:
    """Record time away: one’s own, or that of people one manages."""
    form = _absence_form()
    if not form.validate():
        return _show_absence(form), 422
    try:
        operations.add_absence(
            actor=current_person(),
            person=queries.get_person(int(form.person.data)),
            first_day=form.first_day.data,
            last_day=form.last_day.data,
        )
    except Refused as error:
        form.refuse(error)
        return _show_absence(form), error.status
    return redirect(url_for("people.list_people"))


@blueprint.post("/people/away/<int:absence_id>/remove")
@requires(Permission.SEE_PEOPLE)
@commits
def remove_absence(absence_id: int) -> ResponseReturnValue:
    """Take time away back."""
    operations.remove_absence(actor=current_person(), absence=queries.get_absence(absence_id))
    return redirect(url_for("people.list_people"))


def _offer(form: PostForm, post: Post) -> None:
    """Only whom the person signed in may choose; where they may not change it, only who it is."""
    me = current_person()
    form.offer(*operations.list_candidates(me, post, queries.list_active_people()))


def _show_post(form: PostForm, post: Post, *, is_outdated: bool = False) -> str:
    """The page of a post; `is_outdated` where somebody else changed it meanwhile."""
    seats = zip(("Holder", "Deputy"), (post.holder, post.deputy), strict=True)
    entries = list_subject_activity("post", post.id, limit=HISTORY)
    return render_template(
        "people/form.html",
        form=form,
        heading=post.title,
        now_stands=[(seat, who.name if who else "Nobody") for seat, who in seats]
        if is_outdated
        else None,
        back=url_for("people.list_people"),
        history=show_entries(entries, subject="this post"),
        now=clock.now(),
    )


def _absence_form() -> AbsenceForm:
    form, me = AbsenceForm(), current_person()
    people = operations.list_sendable(me, queries.list_active_people())
    form.person.choices = [(str(person.id), person.name) for person in people]
    return form


def _show_absence(form: AbsenceForm) -> str:
    return render_template("people/form.html", form=form, heading="Record time away")
