"""Pages for those who manage people: accounts, roles and first passwords."""

from typing import TypeVar

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.errors import ChangedMeanwhile, Refused
from readiness.extensions import db
from readiness.people import operations, queries
from readiness.people.access import current_person, requires
from readiness.people.blueprint import HISTORY, blueprint
from readiness.people.forms import AddPersonForm, ChangePersonForm, NewPasswordForm
from readiness.people.models import Person
from readiness.people.passwords import hash_password
from readiness.people.permissions import ROLE_WORDS, Permission, Role, list_managed
from readiness.web.commits import before_writing, commits

Form = TypeVar("Form", AddPersonForm, ChangePersonForm)


@blueprint.get("/people/new")
@requires(Permission.MANAGE_PEOPLE)
def new_person() -> ResponseReturnValue:
    """The form for somebody new."""
    return _show_new_person(_offer(AddPersonForm()))


@blueprint.post("/people/new")
@requires(Permission.MANAGE_PEOPLE)
@commits
def add_person() -> ResponseReturnValue:
    """Add somebody."""
    form, me = _offer(AddPersonForm()), current_person()
    password_hash = _make_hash(form) if form.validate() else None
    if password_hash is None:
        return _show_new_person(form), 422
    try:
        operations.add_person(
            actor=me,
            name=form.name.data or "",
            email=form.email.data or "",
            role=Role(form.role.data),
            password_hash=password_hash,
        )
    except Refused as error:
        form.refuse(error)
        return _show_new_person(form), error.status
    return redirect(url_for("people.list_people"))


@blueprint.get("/people/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def show_person(person_id: int) -> ResponseReturnValue:
    """The form for one person."""
    person = _get_managed(person_id)
    return _show_person(_offer(ChangePersonForm(obj=person)), person)


@blueprint.post("/people/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
@commits
def change_person(person_id: int) -> ResponseReturnValue:
    """Change a name or a role, or close the account."""
    person, form = _lock_managed(person_id), _offer(ChangePersonForm())
    if not form.validate():
        return _show_person(form, person), 422
    try:
        operations.change_person(
            actor=current_person(),
            person=person,
            name=form.name.data or "",
            role=form.chosen_role,
            is_active=bool(form.is_active.data),
            version=form.version.data,
        )
        db.session.flush()
    except Refused as error:
        db.session.rollback()
        person = _get_managed(person_id)
        form.refuse(error, person.version)
        is_outdated = isinstance(error, ChangedMeanwhile)
        return _show_person(form, person, is_outdated=is_outdated), error.status
    return redirect(url_for("people.list_people"))


@blueprint.get("/people/<int:person_id>/password")
@requires(Permission.MANAGE_PEOPLE)
def show_new_password(person_id: int) -> ResponseReturnValue:
    """The form for a new password of somebody who cannot sign in."""
    return _show_new_password(NewPasswordForm(None), _get_locked_out(person_id))


@blueprint.post("/people/<int:person_id>/password")
@requires(Permission.MANAGE_PEOPLE)
@commits
def set_new_password(person_id: int) -> ResponseReturnValue:
    """Give somebody a new password; whoever is signed in as them no longer is."""
    form, me = NewPasswordForm(), current_person()
    _get_locked_out(person_id)
    password_hash = _make_hash(form) if form.validate() else None
    person = _get_locked_out(person_id)
    if password_hash is None:
        return _show_new_password(form, person), 422
    operations.set_password(actor=me, person=person, password_hash=password_hash)
    flash(f"{person.name} has a new password. Tell it to them in person.")
    return redirect(url_for("people.list_people"))


def _get_managed(person_id: int) -> Person:
    """Somebody whose account is theirs to manage. Raises NotFound, NotAllowed."""
    person = queries.get_person(person_id)
    operations.check_may_manage(current_person(), person.role)
    return person


def _lock_managed(person_id: int) -> Person:
    """The same, held with oneself until the transaction ends.

    Of two who save at once the second waits, and of two who close each other’s account too.
    """
    me = current_person()
    queries.lock_people({me.id, person_id})
    operations.check_still_manages(me)
    return _get_managed(person_id)


def _get_locked_out(person_id: int) -> Person:
    """Somebody whose password is theirs to set. Raises NotFound, NotAllowed."""
    person = _get_managed(person_id)
    operations.check_may_set_password(current_person(), person)
    return person


def _offer(form: Form) -> Form:
    form.offer(list_managed(current_person().role))
    return form


def _make_hash(form: AddPersonForm | NewPasswordForm) -> str | None:
    """The hash of the password in the form, or None with the fault in the form."""
    try:
        with before_writing():
            return hash_password(form.password.data or "")
    except Refused as error:
        form.add_error("password", error.sentence)
        return None


def _show_new_person(form: AddPersonForm) -> str:
    return render_template("people/form.html", form=form, heading="Add a person")


def _show_person(form: ChangePersonForm, person: Person, *, is_outdated: bool = False) -> str:
    """The page of an account; `is_outdated` where somebody else changed it meanwhile."""
    stands = [
        ("Full name", person.name),
        ("Role", ROLE_WORDS[person.role]),
        ("May sign in", "Yes" if person.is_active else "No"),
    ]
    return render_template(
        "people/form.html",
        form=form,
        heading=person.name,
        now_stands=stands if is_outdated else None,
        back=url_for("people.list_people"),
        history=show_entries(list_subject_activity("person", person.id, limit=HISTORY)),
        now=clock.now(),
        password_page=url_for("people.show_new_password", person_id=person.id),
        may_set_password=operations.may_set_password(current_person(), person),
    )


def _show_new_password(form: NewPasswordForm, person: Person) -> str:
    return render_template(
        "people/form.html",
        form=form,
        heading=f"New password for {person.name}",
        back=url_for("people.show_person", person_id=person.id),
    )
