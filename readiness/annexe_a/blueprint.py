"""The blueprint that all pages of Annexe A belong to, and its link in the frame.

A scope is `/annexe-a/inspections/<id>` or `/annexe-a/between`: every page has both addresses, and
`url_for(…, inspection_id=None)` gives the second.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from readiness.people.permissions import Permission
from readiness.web.navigation import NavigationItem, add_navigation

blueprint = Blueprint("annexe_a", __name__, url_prefix="/annexe-a")
add_navigation(
    blueprint,
    NavigationItem("Annexe A", "annexe_a.show_lists", Permission.SEE_LISTS, order=30),
)


def in_scope(path: str, method: str = "GET") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Serve a view under the address of each scope; it takes `inspection_id=None`."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        for scope in ("/inspections/<int:inspection_id>", "/between"):
            blueprint.add_url_rule(scope + path, view_func=view, methods=[method])
        return view

    return decorate
