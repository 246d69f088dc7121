"""gunicorn's settings for development and production: `python -m gunicorn -c config/gunicorn.py config.wsgi`.

Environment: HOST and PORT (where to listen), WEB_CONCURRENCY (worker processes), WARM_SEARCH (0: load it when asked).
"""

import gc
import importlib
import os
import sys
import threading
from pathlib import Path
from typing import Any

from gunicorn.http import message

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 10
# No access log: an address beside a query is exactly what this site promises not to keep.
accesslog = None
loglevel = "warning"
# A question of 5,000 characters is a readable page here, and each may be twelve bytes once it is percent-encoded.
# Longer ones than that are refused by the site with a page of their own, and beyond this one nothing is read.
message.MAX_REQUEST_LINE = limit_request_line = 96 * 1024
# Heartbeats on disk stall every worker when the disk does.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True

# Importing the whole site makes a million objects that stay; walking through them over and over costs a fifth of the
# start. The collector is back before the first worker is.
gc.disable()


def on_starting(server: object) -> None:
    """Say in one line why the settings refuse to start, instead of once a worker with its call stack."""
    from django.core.exceptions import ImproperlyConfigured

    from common.environment import refuse_weak_secret

    try:
        chosen = importlib.import_module(os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.production"))
        if not chosen.DEBUG:
            refuse_weak_secret(chosen.SECRET_KEY, chosen.BASE_URL)
    except ImproperlyConfigured as error:
        sys.exit(f"Not started: {error}")


def when_ready(server: Any) -> None:
    """Before the workers are made: what they will share stays shared, as the collector no longer touches it."""
    if server.cfg.preload_app:
        from config.preload import load_shared

        load_shared()
    gc.freeze()
    gc.enable()


def post_worker_init(worker: object) -> None:
    """Load what the first search would wait for, once the page that somebody may be waiting for is out."""
    if os.environ.get("WARM_SEARCH", "1") == "0":
        return
    from search.warming import warm

    warming = threading.Timer(2.0, warm)
    warming.daemon = True
    warming.start()
