"""Front-end files go over the line compressed, and unchanged for those who cannot read that."""

import gzip

from tests.support.client import InspectingClient

CSS = "/static/build/app.css"


def test_a_browser_that_reads_gzip_gets_the_same_file_smaller(client: InspectingClient) -> None:
    with client.get(CSS) as plain:
        whole = plain.data
        assert "Content-Encoding" not in plain.headers
    with client.get(CSS, headers={"Accept-Encoding": "gzip, br"}) as small:
        sent = small.data
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert gzip.decompress(sent) == whole
    assert len(sent) * 4 < len(whole)
    etag = small.headers["ETag"]
    with client.get(CSS, headers={"Accept-Encoding": "gzip", "If-None-Match": etag}) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_pages_are_not_compressed_beside_their_token(client: InspectingClient) -> None:
    page = client.get("/sign-in", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in page.headers
