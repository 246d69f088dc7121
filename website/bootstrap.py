"""Makes a site ready to serve: tables, starting data, index, static files, a demo account.

Every step looks first whether it is needed, so a second preparation costs about as long as starting Django. Commands
of other rooms are called by name where they exist, and they decide what loading means: a record that somebody edited
is the catalogue loader's business. A set of files that this database has already taken in is not even offered again.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalogue.disclosure import CURATORS_GROUP, EDITORS_GROUP
from catalogue.groups import set_up_groups
from catalogue.models import Tool
from catalogue.pages.default_pages import ensure_pages
from catalogue.public_changes import note_first_digests
from common import environment as env
from gaps.default_pages import ensure_gap_pages
from gaps.models.snapshots import Snapshot
from gaps.snapshots.freezing import take_snapshot
from search import indexing
from search.configured import get_engine
from search.engines.base import EngineError
from search.signal_handlers import held_back
from website.models import StartingData

DEMO_USERNAME = "curator"
STATIC_STAMP = ".collected"


@dataclass(frozen=True)
class StartingFiles:
    """Files of the project that a command loads into the database. ``setting``: the one that names a further file."""

    name: str
    command: str
    folder: Path
    sentence: str
    setting: str = ""

    def also(self) -> Path | None:
        """The operator's own file, if there is one; it may be one that can't be read."""
        named = getattr(settings, self.setting) if self.setting else ""
        return Path(named) if named else None


SOURCES = (
    StartingFiles("vocabularies", "load_vocabularies", env.ROOT / "taxonomy" / "data", "Loading the vocabularies"),
    StartingFiles(
        "catalogue", "load_catalogue", env.ROOT / "catalogue" / "data", "Loading the catalogue", "RESTRICTED_DATA"
    ),
    StartingFiles("needs", "load_needs", env.ROOT / "gaps" / "data", "Loading the indicators of need"),
)


@dataclass
class Bootstrap:
    """One run of all steps. ``on_progress`` gets a sentence before each step that has something to do."""

    on_progress: Callable[[str], None]
    done: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def run(self, *, demo: bool) -> None:
        self._migrate()
        # The loaders publish hundreds of records; following each would only make the index twice.
        with held_back():
            for source in SOURCES:
                self._load(source)
        note_first_digests()
        self._make_pages()
        self._take_first_snapshot()
        self._make_index()
        self._collect_static_files()
        if demo:
            self._ensure_demo_account()

    def _call(self, command: str, sentence: str) -> bool:
        """Run another command; a complaint of its own is kept as a problem, and the next step still runs."""
        self.on_progress(f"{sentence} …")
        try:
            call_command(command, verbosity=0)
        except CommandError as error:
            self.problems.append(f"{command}: {error}")
            return False
        except SystemExit as leaving:
            if leaving.code:
                self.problems.append(f"{command}: ended with code {leaving.code}")
                return False
        self.done.append(command)
        return True

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._call("migrate", "Preparing the database")

    def _load(self, source: StartingFiles) -> None:
        """Offer a set of files to its loader, unless this database has taken in exactly these files before."""
        if source.command not in get_commands() or not source.folder.is_dir():
            return
        digest = digest_of(source.folder, source.also())
        if StartingData.objects.filter(name=source.name, digest=digest).exists():
            return
        if self._call(source.command, source.sentence):
            StartingData.objects.update_or_create(name=source.name, defaults={"digest": digest})

    def _make_pages(self) -> None:
        """The home page and the content pages, where they are missing; pages that exist belong to their editors."""
        if made := ensure_pages():
            self.on_progress(f"Made {len(made)} editable pages")
            self.done.append("ensure_pages")
        if made := ensure_gap_pages():
            self.on_progress(f"Made {len(made)} pages about gaps")
            self.done.append("ensure_gap_pages")

    def _take_first_snapshot(self) -> None:
        """So that the statistics can be cited, and compared with, from the first day."""
        if not Snapshot.objects.exists() and Tool.objects.counted().exists():
            self.on_progress("Freezing the first statistics")
            take_snapshot("The starting data")
            self.done.append("snapshot_gaps")

    def _make_index(self) -> None:
        """The search index, where it is missing, of another form, or not of as many records as are public.

        Asked for its health, an index that can't be opened makes itself anew; one of other records is still there.
        """
        try:
            health = get_engine().health()
            if health.is_ready and health.documents == Tool.objects.public().count():
                return
            self.on_progress("Building the search index …")
            indexing.rebuild()
        except EngineError as error:
            self.problems.append(f"search index: {error}")
        else:
            self.done.append("reindex")

    def _collect_static_files(self) -> None:
        """Gather the static files for a site that serves compressed ones under names with a hash."""
        if settings.DEBUG:
            return
        stamp = Path(settings.STATIC_ROOT) / STATIC_STAMP
        state = static_state()
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == state:
            return
        self.on_progress("Collecting the static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state, encoding="utf-8")
        self.done.append("collectstatic")

    def _ensure_demo_account(self) -> None:
        """Somebody who may curate and edit; an account that is there already keeps its password and rights."""
        users = get_user_model()._default_manager
        if users.filter(username=DEMO_USERNAME).exists():
            return
        set_up_groups()
        user = users.create_user(DEMO_USERNAME, email="curator@localhost", password=env.text("DEMO_PASSWORD"))
        user.groups.add(*Group.objects.filter(name__in=(CURATORS_GROUP, EDITORS_GROUP)))
        self.done.append("demo account")


def is_demo_password_unchanged() -> bool:
    """Whether the demo account still answers to DEMO_PASSWORD, so that we only print a login that works."""
    user = get_user_model()._default_manager.filter(username=DEMO_USERNAME, is_active=True).first()
    return user is not None and user.check_password(env.text("DEMO_PASSWORD", " "))


def digest_of(folder: Path, also: Path | None = None) -> str:
    """SHA-256 over the names and contents of all files under a folder, and the content of a further file."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    if also is not None:
        # One that can't be read counts as another one each time, so that its loader says so at every preparation.
        content = also.read_bytes() if also.is_file() and os.access(also, os.R_OK) else os.urandom(16)
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def static_state() -> str:
    """A short name for the present state of the static files: the project's own by time, the packages' by lock file."""
    digest = hashlib.sha256((env.ROOT / "requirements.lock").read_bytes())
    for path in _own_static_files():
        status = path.stat()
        digest.update(f"{path.relative_to(env.ROOT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _own_static_files() -> Iterator[Path]:
    folders = [env.ROOT / "static", *sorted(env.ROOT.glob("*/static"))]
    for folder in folders:
        if folder != Path(settings.STATIC_ROOT):
            yield from sorted(path for path in folder.rglob("*") if path.is_file())
