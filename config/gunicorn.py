"""gunicorn's settings for development and production: `python -m gunicorn -c config/gunicorn.py config.wsgi`.

Environment: HOST and PORT (where to listen), WEB_CONCURRENCY (worker processes).
"""

import importlib
import os
import sys
import threading
from pathlib import Path

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
limit_request_line = 0
# Heartbeats on disk stall every worker when the disk does.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True


def on_starting(server: object) -> None:
    """Say in one line why the settings refuse to start, instead of once a worker with its call stack."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        importlib.import_module(os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.production"))
    except ImproperlyConfigured as error:
        sys.exit(f"Not started: {error}")


def post_worker_init(worker: object) -> None:
    """Load what the first search would wait for, once the page that somebody may be waiting for is out."""
    from search.warming import warm

    warming = threading.Timer(2.0, warm)
    warming.daemon = True
    warming.start()
