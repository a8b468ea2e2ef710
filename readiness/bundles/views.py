"""Showing a page of a bundle, and showing it anew with a sentence where a change is refused."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.bundles import forms, operations, pages, queries
from readiness.bundles.contents import GateNeeds, find_said, get_gate_of, judge_draft
from readiness.bundles.models import Bundle
from readiness.bundles.rules import ItemKind
from readiness.errors import Refused, Unusable
from readiness.extensions import db
from readiness.inspections.now import now_for
from readiness.library.queries import find_own_documents
from readiness.people.access import current_person
from readiness.web.forms import BaseForm

Answer = ResponseReturnValue


def change(
    bundle: Bundle,
    form: BaseForm,
    act: Callable[[], str],
    again: Callable[[Bundle, Any, str, int], Answer],
) -> Answer:
    """Do it and say so; where it is refused, show the same page anew with the sentence."""
    inspection_id, bundle_id = bundle.inspection_id, bundle.id
    if not form.validate():
        return again(bundle, form, "", 422)
    try:
        done = act()
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        found = queries.get_bundle(inspection_id, bundle_id)
        form.refuse(error)
        return again(found, form, error.sentence, error.status)
    flash(done)
    return redirect(page_of(bundle))


def show(
    bundle: Bundle,
    template: str,
    form: BaseForm | None = None,
    problem: str = "",
    status: int = 200,
    gate: GateNeeds | None = None,
    **more: Any,
) -> Answer:
    """A page of this bundle; `problem` is the sentence of a refusal."""
    inspection = bundle.inspection
    given = {"form": form} if form is not None else {}
    page = render_template(
        template,
        page=pages.make_page(bundle, gate),
        gate=gate,
        bundle=bundle,
        inspection=inspection,
        rights=pages.find_rights(current_person(), inspection, bundle),
        has_errors=bool(problem or (form is not None and form.errors)),
        now=now_for(inspection),
        **given,
        **more,
    )
    return page, status


def show_contents(
    bundle: Bundle, form: forms.ContentsForm, problem: str = "", status: int = 200
) -> Answer:
    """The ticks as they were sent; where somebody else saved meanwhile, what differs is said."""
    search = request.args.get("search", "").strip()[:100]
    found = find_own_documents(search, bundle.inspection)
    gate = get_gate_of(bundle, [*found.keys, *read_own(form)])
    form.chosen.choices = [(f"{item.kind}:{item.key}", item.title) for item in gate.offers]
    ticked = read_chosen(form)
    saved = {(row.kind, row.key) for row in bundle.items}
    differing = [item for item in gate.offers if item.address in ticked ^ saved] if problem else []
    form.version.data = bundle.version
    return show(
        bundle,
        "bundles/contents.html",
        form,
        problem,
        status,
        gate=gate,
        ticked=ticked,
        saved=saved,
        differing=differing,
        search=search,
        own=found,
    )


def show_release(
    bundle: Bundle, form: forms.ReleaseForm, problem: str = "", status: int = 200
) -> Answer:
    """The page that is asked is the page that is sent: the hashes name what stands on it."""
    gate = get_gate_of(bundle)
    items = judge_draft(bundle, gate)
    said = find_said(items, gate)
    seen = operations.see(items, said)
    form.version.data = bundle.version
    # The box is only shown where a reason is needed.
    form.reason.label.text = form.reason.label.text.removesuffix(" (optional)")
    form.contents_hash.data, form.view_hash.data = seen.contents_hash, seen.view_hash
    return show(
        bundle, "bundles/release.html", form, problem, status, gate=gate, seen=seen, said=said
    )


def show_form(bundle: Bundle, form: BaseForm, problem: str = "", status: int = 200) -> Answer:
    """The page of the form for withdrawing or sending."""
    name = "withdraw" if isinstance(form, forms.WithdrawForm) else "sent"
    return show(bundle, f"bundles/{name}.html", form, problem, status)


def read_own(form: forms.ContentsForm) -> list[str]:
    """The keys of the documents that are ticked."""
    return [key for kind, key in read_chosen(form) if kind is ItemKind.DOCUMENT]


def read_chosen(form: forms.ContentsForm) -> set[queries.Key]:
    """What is ticked: “list:3” as what it names. What names nothing is left out."""
    parts = (value.partition(":") for value in form.chosen.data or ())
    return {(ItemKind(kind), key) for kind, _, key in parts if kind in set(ItemKind)}


def page_of(bundle: Bundle) -> str:
    """The address of a bundle’s page."""
    db.session.flush()
    return url_for("bundles.show_bundle", inspection_id=bundle.inspection_id, bundle_id=bundle.id)
