"""WSGI entry point for gunicorn: `gunicorn -c config/gunicorn.py config.wsgi`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
try:
    application = get_wsgi_application()
    # Every room's views now, not while the first reader of each process waits.
    get_resolver().url_patterns  # noqa: B018  # a cached property: looking at it imports them
except ImproperlyConfigured as error:
    sys.exit(f"Not started: {error}")
