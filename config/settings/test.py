"""Production's settings with what a test run relaxes: secrets, hashing speed, and where things are kept."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("BASE_URL", "http://testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("TASKS", "immediate")
os.environ["DEBUG"] = "0"

from config.settings.production import *

_home = Path(tempfile.mkdtemp(prefix="registry-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
SEARCH_URL = os.environ.get("TEST_SEARCH_URL", f"embedded://{_home / 'search'}")
MEDIA_ROOT = _home / "media"
EXPORTS_DIR = _home / "exports"
EXPORTS_PATIENCE = 0.0  # in a test nobody makes the file meanwhile
COSTLY_SECONDS_AT_ONCE = 1e9  # a test run is one reader who asks for everything
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
RESTRICTED_DATA = ""
SEARCH_ENCODER = ""  # tests of meaning switch it on; others needn't wait for it
KEPT_PAGES_TRUSTED_SECONDS = 0  # a test's database changes under the process when it is rolled back
EMAIL_BACKEND = MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as users have one: an in-memory database that threads share has other locks, which wait for nobody.
    DATABASES["default"]["TEST"] = {"NAME": str(_home / "registry.sqlite3")}
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")
