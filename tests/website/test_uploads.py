"""Nothing that an editor uploads can run on the site's own address."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import path
from wagtail.documents.models import Document

from config import urls
from website.media import serve_upload

urlpatterns = [path("media/<path:path>", serve_upload), *urls.urlpatterns]
handler404 = urls.handler404


@pytest.fixture
def uploads(settings, tmp_path):
    """A folder with what could be in it."""
    settings.MEDIA_ROOT = tmp_path
    settings.ROOT_URLCONF = __name__
    for name in ("images/a.png", "images/evil.html", "images/evil.svg", "images/evil.js", "documents/old.html"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"<script>1</script>")
    return tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.js"])
def test_what_could_run_is_an_attachment_in_a_sandbox(client, uploads, name):
    answer = client.get(f"/media/images/{name}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_picture_is_shown_and_runs_nothing_either(client, uploads):
    answer = client.get("/media/images/a.png")
    assert answer["Content-Type"] == "image/png"
    assert "attachment" not in answer.get("Content-Disposition", "")
    assert answer["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.django_db
def test_documents_have_no_address_among_the_pictures(client, uploads):
    assert client.get("/media/documents/old.html").status_code == 404


@pytest.fixture
def superuser(client, vocabularies, uploads):
    client.force_login(User.objects.create_superuser("root", password="x"))
    return client


@pytest.mark.parametrize("name", ["evil.html", "evil.js", "evil.svg", "evil.xhtml", "evil", "EVIL.HTML"])
def test_what_could_run_is_no_document(superuser, name):
    file = SimpleUploadedFile(name, b"<script>1</script>")
    answer = superuser.post("/admin/documents/add/", {"title": "Evil", "file": file, "collection": "1"})
    assert answer.status_code == 200
    assert "File extension" in answer.content.decode()
    assert not Document.objects.exists()


def test_a_document_is_saved_and_runs_nothing(superuser):
    file = SimpleUploadedFile("terms.pdf", b"%PDF-1.4")
    superuser.post("/admin/documents/add/", {"title": "Terms", "file": file, "collection": "1"})
    answer = superuser.get(Document.objects.get().url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_record_named_embed_is_not_framed():
    from website.middleware import _is_embed

    assert _is_embed("/en/gaps/embed/")
    for address in ("/en/tools/embed/", "/en/tools/embed/correct/", "/embed/", "/en/embed/"):
        assert not _is_embed(RequestFactory().get(address).path_info), address
