"""The blueprint that all pages of e-mails and calendars belong to, and its links in the frame."""

from flask import Blueprint

from readiness.people.permissions import Permission
from readiness.web.navigation import NavigationItem, add_navigation

blueprint = Blueprint("notifications", __name__, url_prefix="/emails")
add_navigation(
    blueprint,
    NavigationItem(
        "Your emails",
        "notifications.show_hours",
        Permission.SEE_READINESS,
        order=10,
        place="footer",
    ),
    NavigationItem(
        "Calendars",
        "notifications.show_calendars",
        Permission.SEE_READINESS,
        order=15,
        place="footer",
    ),
    NavigationItem(
        "Emails sent and waiting",
        "notifications.list_messages",
        Permission.MANAGE_EMAILS,
        order=20,
        place="footer",
    ),
)
