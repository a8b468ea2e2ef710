"""The frame of every page: templates, navigation, headers, errors. Knows no domain word."""

import gc
from typing import Protocol

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from readiness.web.errors import install_errors
from readiness.web.filters import install_filters
from readiness.web.navigation import install_navigation
from readiness.web.nonsense import install_nonsense
from readiness.web.pages import install_redirects
from readiness.web.pagination import install_pagination
from readiness.web.security import install_security
from readiness.web.static_files import install_static


class WebSettings(Protocol):
    """The settings that the frame reads."""

    @property
    def council_name(self) -> str:
        """Said in the header of every page."""

    @property
    def accent_colour(self) -> str:
        """As #rrggbb."""

    @property
    def production(self) -> bool:
        """Whether browsers are told to insist on HTTPS."""

    @property
    def demo(self) -> bool:
        """Whether every page says that it is the demo."""

    @property
    def trusted_proxies(self) -> int:
        """How many servers stand in front and say truly whose request it is."""


def init_web(app: Flask, settings: WebSettings) -> None:
    """Install everything that all pages share."""
    environment = app.jinja_env
    environment.autoescape = True
    environment.loader = ChoiceLoader(
        [
            app.create_global_jinja_loader(),
            PrefixLoader(
                {
                    name: PackageLoader(name)
                    for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")
                }
            ),
        ]
    )
    environment.globals.update(council_name=settings.council_name, is_demo=settings.demo)
    if proxies := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]  # the way Flask documents it
    install_nonsense(app)
    install_filters(app)
    install_navigation(app)
    install_pagination(app)
    install_static(app, accent_colour=settings.accent_colour)
    install_errors(app)
    install_redirects(app)
    install_security(app, production=settings.production)


def warm_up(app: Flask) -> None:
    """Compile every page now, some seconds’ work, so that the first to open one need not wait.

    What is there by then stays until the end. The collector passes over it from now on, since
    looking through all of it keeps a page waiting for a tenth of a second and more.
    """
    for name in app.jinja_env.list_templates(extensions=("html",)):
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()
