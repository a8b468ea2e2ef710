"""The blueprint of the people pages, which the modules of routes add theirs to."""

from flask import Blueprint

from readiness.people.permissions import Permission
from readiness.web.navigation import NavigationItem, add_navigation

blueprint = Blueprint("people", __name__)
add_navigation(
    blueprint,
    NavigationItem("People", "people.list_people", Permission.SEE_PEOPLE, order=80),
)

HISTORY = 20
"""How many entries of the activity a page of this package shows."""
