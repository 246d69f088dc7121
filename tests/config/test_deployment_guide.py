"""What the deployment guide shows to copy keeps no query, believes no reader's word, and opens nothing."""

import re
from pathlib import Path

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "deploy.md").read_text(encoding="utf-8")
NGINX = "\n".join(re.findall(r"```nginx\n(.+?)```", GUIDE, re.DOTALL))
SERVERS = re.split(r"^server \{", NGINX, flags=re.MULTILINE)[1:]


def test_no_server_block_keeps_a_query():
    assert len(SERVERS) == 2
    for block in SERVERS:
        assert "access_log off;" in block
        assert re.search(r"error_log\s+\S+ crit;", block)


def test_the_redirect_names_the_server_and_not_what_the_reader_said():
    assert "return 301 https://$server_name$request_uri;" in NGINX
    assert "https://$host" not in NGINX


def test_large_files_are_taken_by_the_wizard_alone():
    assert re.findall(r"client_max_body_size (\S+);", SERVERS[0]) == ["1m", "50m", "20m"]
    assert re.search(r"location /admin/imports/ \{ client_max_body_size 50m;", SERVERS[0])


def test_pictures_are_sandboxed_and_nothing_else_is_served_from_the_uploads():
    assert "sandbox; default-src 'none'" in NGINX
    assert re.search(r"location /media/ +\{ return 404; \}", NGINX)


def test_requests_are_limited():
    for word in ("limit_req ", "limit_conn ", "client_header_timeout", "client_body_timeout", "ssl_protocols"):
        assert word in NGINX


def test_the_secret_is_nothing_that_can_be_copied():
    assert re.search(r"^SECRET_KEY=$", GUIDE, re.MULTILINE)
    assert "TRUSTED_PROXIES=127.0.0.1,::1" in GUIDE
