"""The blueprint that all pages of inspections belong to, and its link in the frame."""

from flask import Blueprint

from readiness.inspections.now import now_for
from readiness.people.permissions import Permission
from readiness.web.navigation import NavigationItem, add_navigation

blueprint = Blueprint("inspections", __name__, url_prefix="/inspections")
add_navigation(
    blueprint,
    NavigationItem("Inspections", "inspections.list_inspections", Permission.SEE_TASKS, order=20),
)
blueprint.add_app_template_global(now_for, "now_for")
