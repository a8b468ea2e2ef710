"""Pages of signing in, and of people, posts and absences."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.errors import Refused
from readiness.people import operations, queries
from readiness.people.access import anyone, current_person, find_current_person, requires
from readiness.people.forms import (
    AbsenceForm,
    AddPersonForm,
    ChangePersonForm,
    NewPasswordForm,
    PasswordForm,
    PostForm,
    SignInForm,
)
from readiness.people.models import Person, Post
from readiness.people.passwords import check_password
from readiness.people.permissions import ROLE_WORDS, Permission, Role
from readiness.people.sessions import forget, remember
from readiness.web.commits import commits
from readiness.web.navigation import NavigationItem, add_navigation
from readiness.web.pages import safe_next
from readiness.web.pagination import USUAL_SIZE, Page, asked_page

blueprint = Blueprint("people", __name__)
add_navigation(
    blueprint,
    NavigationItem("People", "people.list_people", Permission.SEE_PEOPLE, order=80),
)

HISTORY = 20
WRONG_PAIR = "The email address or the password is wrong. Check both and try again."


@blueprint.get("/sign-in")
@anyone
def sign_in() -> ResponseReturnValue:
    """The door."""
    form = SignInForm(next=request.args.get("next", ""))
    return _show_sign_in(form)


@blueprint.post("/sign-in")
@anyone
@commits
def begin_sign_in() -> ResponseReturnValue:
    """Let somebody in. A wrong pair answers 200, so that the attempt is counted."""
    form = SignInForm()
    if not form.validate():
        return _show_sign_in(form)
    try:
        signed_in = operations.begin_sign_in(
            email=form.email.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
            lasts=current_app.extensions["readiness.settings"].sign_in_lasts,
        )
    except Refused as error:
        form.add_error("password", error.sentence)
        return _show_sign_in(form)
    if signed_in is None:
        form.add_error("password", WRONG_PAIR)
        return _show_sign_in(form)
    remember(signed_in[1])
    return redirect(safe_next(url_for("today.show")))


@blueprint.post("/sign-out")
@anyone
@commits
def sign_out() -> ResponseReturnValue:
    """End this session for good."""
    person, token = find_current_person(), forget()
    if person is not None and token is not None:
        operations.end_sign_in(actor=person, token=token)
    return redirect(url_for("people.sign_in"))


@blueprint.get("/people")
@requires(Permission.SEE_PEOPLE)
def list_people() -> ResponseReturnValue:
    """Posts with their holders and deputies, who is away, and a page of the people."""
    search = request.args.get("search", "").strip()[:100]
    total = queries.count_people(search)
    number = asked_page(total)
    people = queries.list_people_about(search, limit=USUAL_SIZE, offset=(number - 1) * USUAL_SIZE)
    return render_template(
        "people/list.html",
        posts=queries.list_posts(),
        people=Page(people, number, USUAL_SIZE, total),
        search=search,
        absences=queries.list_absences(clock.today()),
        role_words=ROLE_WORDS,
    )


@blueprint.get("/people/new")
@requires(Permission.MANAGE_PEOPLE)
def new_person() -> ResponseReturnValue:
    """The form for somebody new."""
    return render_template("people/form.html", form=AddPersonForm(), heading="Add a person")


@blueprint.post("/people/new")
@requires(Permission.MANAGE_PEOPLE)
@commits
def add_person() -> ResponseReturnValue:
    """Add somebody."""
    form = AddPersonForm()
    if form.validate():
        try:
            operations.add_person(
                actor=current_person(),
                name=form.name.data or "",
                email=form.email.data or "",
                role=Role(form.role.data),
                password=form.password.data,
            )
            return redirect(url_for("people.list_people"))
        except Refused as error:
            form.add_error("email", error.sentence)
    return render_template("people/form.html", form=form, heading="Add a person"), 422


@blueprint.get("/people/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def show_person(person_id: int) -> ResponseReturnValue:
    """The form for one person."""
    person = queries.get_person(person_id)
    form = ChangePersonForm(obj=person)
    return _show_person(form, person)


@blueprint.post("/people/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
@commits
def change_person(person_id: int) -> ResponseReturnValue:
    """Change a name or a role, or close the account."""
    person, form = queries.get_person(person_id), ChangePersonForm()
    if form.validate():
        operations.change_person(
            actor=current_person(),
            person=person,
            name=form.name.data or "",
            role=form.chosen_role,
            is_active=bool(form.is_active.data),
            version=form.version.data,
        )
        return redirect(url_for("people.list_people"))
    return _show_person(form, person), 422


@blueprint.get("/people/<int:person_id>/password")
@requires(Permission.MANAGE_PEOPLE)
def show_new_password(person_id: int) -> ResponseReturnValue:
    """The form for a new password of somebody who cannot sign in."""
    return _show_new_password(NewPasswordForm(None), queries.get_person(person_id))


@blueprint.post("/people/<int:person_id>/password")
@requires(Permission.MANAGE_PEOPLE)
@commits
def set_new_password(person_id: int) -> ResponseReturnValue:
    """Give somebody a new password; whoever is signed in as them no longer is."""
    person, form = queries.get_person(person_id), NewPasswordForm()
    if form.validate():
        try:
            operations.set_password(
                actor=current_person(), person=person, password=form.password.data
            )
        except Refused as error:
            form.add_error("password", error.sentence)
        else:
            flash(f"{person.name} has a new password. Tell it to them in person.")
            return redirect(url_for("people.list_people"))
    return _show_new_password(form, person), 422


@blueprint.get("/people/posts/<int:post_id>")
@requires(Permission.MANAGE_PEOPLE)
def show_post(post_id: int) -> ResponseReturnValue:
    """The form for a post."""
    post = queries.get_post(post_id)
    form = PostForm(
        holder=str(post.holder_id or ""), deputy=str(post.deputy_id or ""), version=post.version
    )
    form.offer([(person.id, person.name) for person in queries.list_active_people()])
    return _show_post(form, post)


@blueprint.post("/people/posts/<int:post_id>")
@requires(Permission.MANAGE_PEOPLE)
@commits
def fill_post(post_id: int) -> ResponseReturnValue:
    """Say who holds a post."""
    post, form = queries.get_post(post_id), PostForm()
    form.offer([(person.id, person.name) for person in queries.list_active_people()])
    if form.validate():
        operations.fill_post(
            actor=current_person(),
            post=post,
            holder_id=form.holder_id,
            deputy_id=form.deputy_id,
            version=form.version.data,
        )
        return redirect(url_for("people.list_people"))
    return _show_post(form, post), 422


@blueprint.get("/people/away")
@requires(Permission.SEE_PEOPLE)
def new_absence() -> ResponseReturnValue:
    """The form for time away."""
    return _show_absence(_absence_form())


@blueprint.post("/people/away")
@requires(Permission.SEE_PEOPLE)
@commits
def add_absence() -> ResponseReturnValue:
    """Record time away: one’s own, or anybody’s for those who manage people."""
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
        form.add_error("last_day", error.sentence)
        return _show_absence(form), 422
    return redirect(url_for("people.list_people"))


@blueprint.post("/people/away/<int:absence_id>/remove")
@requires(Permission.SEE_PEOPLE)
@commits
def remove_absence(absence_id: int) -> ResponseReturnValue:
    """Take time away back."""
    operations.remove_absence(actor=current_person(), absence=queries.get_absence(absence_id))
    return redirect(url_for("people.list_people"))


@blueprint.get("/password")
@requires(Permission.SEE_READINESS)
def show_password() -> ResponseReturnValue:
    """The form for one’s own password."""
    return render_template("people/form.html", form=PasswordForm(), heading="Change your password")


@blueprint.post("/password")
@requires(Permission.SEE_READINESS)
@commits
def change_password() -> ResponseReturnValue:
    """Change one’s own password; every session ends, this one too."""
    form, person = PasswordForm(), current_person()
    if form.validate():
        if check_password(person.password_hash, form.current.data or ""):
            try:
                operations.set_password(
                    actor=person, person=person, password=form.password.data or ""
                )
                forget()
                return redirect(url_for("people.sign_in"))
            except Refused as error:
                form.add_error("password", error.sentence)
        else:
            form.add_error("current", "The current password is wrong. Enter it again.")
    return render_template("people/form.html", form=form, heading="Change your password"), 422


def _show_sign_in(form: SignInForm) -> str:
    is_demo = current_app.extensions["readiness.settings"].demo
    accounts = queries.list_active_people() if is_demo else ()
    return render_template(
        "people/sign_in.html", form=form, accounts=accounts, role_words=ROLE_WORDS
    )


def _show_person(form: ChangePersonForm, person: Person) -> str:
    return render_template(
        "people/form.html",
        form=form,
        heading=person.name,
        back=url_for("people.list_people"),
        history=show_entries(list_subject_activity("person", person.id, limit=HISTORY)),
        now=clock.now(),
        password_page=url_for("people.show_new_password", person_id=person.id),
    )


def _show_post(form: PostForm, post: Post) -> str:
    entries = list_subject_activity("post", post.id, limit=HISTORY)
    return render_template(
        "people/form.html",
        form=form,
        heading=post.title,
        back=url_for("people.list_people"),
        history=show_entries(entries, subject="this post"),
        now=clock.now(),
    )


def _show_new_password(form: NewPasswordForm, person: Person) -> str:
    return render_template(
        "people/form.html",
        form=form,
        heading=f"New password for {person.name}",
        back=url_for("people.show_person", person_id=person.id),
    )


def _absence_form() -> AbsenceForm:
    form, me = AbsenceForm(), current_person()
    everybody = operations.may_record_for_others(me)
    people = queries.list_active_people() if everybody else [me]
    form.person.choices = [(str(person.id), person.name) for person in people]
    return form


def _show_absence(form: AbsenceForm) -> str:
    return render_template("people/form.html", form=form, heading="Record time away")
