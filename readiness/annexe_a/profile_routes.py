"""The profile of the lists on pages and in Word, and one child’s path through them."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from readiness.annexe_a import operations, profile_pages
from readiness.annexe_a.blueprint import in_scope
from readiness.annexe_a.downloads import TRIAL, name_download, send_content
from readiness.annexe_a.forms import ChildForm
from readiness.annexe_a.kept import load_frames
from readiness.annexe_a.pages import Scope, make_scope
from readiness.annexe_a.profile.figures import Profile
from readiness.annexe_a.profile.path import Path, find_path
from readiness.annexe_a.profile.report import TITLE, write_report
from readiness.annexe_a.profile.telling import list_notes
from readiness.annexe_a.profile.words import spell_opening
from readiness.annexe_a.profiles import find_profile, find_standards
from readiness.annexe_a.queries import get_upload
from readiness.errors import NotFound
from readiness.files.access import current_store
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.settings import current_settings
from readiness.web.commits import before_writing, commits


@in_scope("/profile")
@requires(Permission.SEE_LISTS)
def show_profile(inspection_id: int | None = None) -> ResponseReturnValue:
    """Every measure of the lists, list by list."""
    scope, wanted = make_scope(inspection_id), profile_pages.read_profile_wanted(request.args)
    found = find_profile(scope.versions, current_store())
    if found is None:
        return render_template("annexe_a/profile.html", scope=scope, profile=None)
    shown, standards = wanted.choose(found), find_standards()
    views = [
        (
            line,
            [
                profile_pages.make_view(figure, shown, standards)
                for figure in shown.of_list(line.spec.number)
            ],
        )
        for line in scope.lines
        if line.spec.number in shown.as_at
    ]
    return render_template(
        "annexe_a/profile.html",
        scope=scope,
        profile=shown,
        wanted=wanted,
        views=views,
        opening=spell_opening(shown),
        notes=list_notes(shown),
        numbers=profile_pages.NUMBERS,
    )


@in_scope("/profile/<int:number>")
@requires(Permission.SEE_LISTS)
def show_list_profile(number: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """The measures of one list with their definitions and charts, broken down as asked."""
    scope, wanted = make_scope(inspection_id), profile_pages.read_profile_wanted(request.args)
    line, found = scope.line(number), find_profile(scope.versions, current_store())
    if line is None or found is None or number not in found.as_at:
        raise NotFound("There is no profile of such a list here. Choose one on the profile’s page.")
    shown, standards = wanted.choose(found), find_standards()
    return render_template(
        "annexe_a/list_profile.html",
        scope=scope,
        line=line,
        wanted=wanted,
        axes=profile_pages.list_axes(shown, number),
        numbers=profile_pages.NUMBERS,
        as_at=shown.as_at[number],
        notes=list_notes(shown),
        views=[
            profile_pages.make_view(figure, shown, standards, wanted.axis)
            for figure in shown.of_list(number)
        ],
    )


@in_scope("/profile/download", "POST")
@requires(Permission.SEE_LISTS)
@commits
def download_profile(inspection_id: int | None = None) -> ResponseReturnValue:
    """The profile in Word, with small numbers or without; the activity says who took it."""
    wanted = profile_pages.read_profile_wanted(request.form)
    with before_writing():
        scope = make_scope(inspection_id)
        found = find_profile(scope.versions, current_store())
        upload_id = scope.latest_upload_id
        if found is None or upload_id is None:
            raise NotFound("No list has been uploaded here yet, so there is nothing to download.")
        name = _name_profile(scope, found, wanted.is_suppressed)
        content = _write_word(scope, wanted.choose(found))
    operations.note_profile_download(
        actor=current_person(),
        upload=get_upload(inspection_id, upload_id),
        is_suppressed=wanted.is_suppressed,
    )
    return send_content(content, name, "docx")


def _write_word(scope: Scope, profile: Profile) -> bytes:
    return write_report(
        profile,
        {line.spec.number: line.spec.name for line in scope.lines},
        find_standards(),
        council=current_settings().council_name,
        made_at=scope.now,
        watermark=TRIAL if scope.is_trial else None,
    )


@in_scope("/child")
@requires(Permission.SEE_CHILD_ROWS)
def ask_for_child(inspection_id: int | None = None) -> ResponseReturnValue:
    """Ask whose path is wanted. The identifier is sent in a form, and stands in no address."""
    return _show_child(make_scope(inspection_id), ChildForm(None))


@in_scope("/child", "POST")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def show_child(inspection_id: int | None = None) -> ResponseReturnValue:
    """The path of one child; the activity says who looked, not at whom."""
    form = ChildForm()
    if not form.validate():
        return _show_child(make_scope(inspection_id), form), 422
    with before_writing():
        scope, store = make_scope(inspection_id), current_store()
        path = find_path(load_frames(scope.versions, store), form.identifier.data or "")
        upload_id = scope.latest_upload_id
    if path is None or upload_id is None:
        form.add_error("identifier", "No list here has this identifier. Look at it again.")
        return _show_child(make_scope(inspection_id), form), 422
    operations.note_child_looked_up(
        actor=current_person(),
        upload=get_upload(inspection_id, upload_id),
        lists=len(path.lists),
    )
    return _show_child(make_scope(inspection_id), form, path)


def _show_child(scope: Scope, form: ChildForm, path: Path | None = None) -> str:
    return render_template("annexe_a/child.html", scope=scope, form=form, path=path)


def _name_profile(scope: Scope, profile: Profile, is_suppressed: bool) -> str:
    shared = " small numbers hidden" if is_suppressed else ""
    return name_download(scope, f"{TITLE} {profile.day.isoformat()}{shared}", "docx")
