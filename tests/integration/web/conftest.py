"""The frame by itself, and a browser that looks at it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from tests.support.frame import FrameSettings, Somebody, make_frame


@pytest.fixture
def somebody() -> Somebody:
    return Somebody()


@pytest.fixture
def frame(somebody: Somebody, compiled_templates: FileSystemBytecodeCache) -> Flask:
    return make_frame(FrameSettings(), somebody, compiled_templates)


@pytest.fixture
def browser(frame: Flask) -> FlaskClient:
    return frame.test_client()
