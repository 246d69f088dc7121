"""The environment is installed when a lock file is new, and left alone when it isn't."""

from pathlib import Path

import environment
import pytest
from console import Failure


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A project in an empty folder, and the list of locks that were installed."""
    installed: list[str] = []
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(f"{name} 1", encoding="utf-8")
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "STAMP": venv / "installed-locks.json",
        "RUNTIME_LOCK": tmp_path / "requirements.lock",
        "DEVELOPMENT_LOCK": tmp_path / "requirements-dev.lock",
    }.items():
        monkeypatch.setattr(environment, name, value)
    monkeypatch.setattr(environment, "_install_with_uv", lambda lock: installed.append(lock.name) or True)
    return installed


def test_a_second_call_installs_nothing(project: list[str]) -> None:
    environment.ensure_environment()
    environment.ensure_environment()
    assert project == ["requirements.lock"]


def test_an_environment_for_tests_also_runs_the_site(project: list[str]) -> None:
    environment.ensure_environment(development=True)
    environment.ensure_environment()
    assert project == ["requirements-dev.lock"]


def test_a_changed_lock_is_installed(project: list[str]) -> None:
    environment.ensure_environment()
    environment.RUNTIME_LOCK.write_text("requirements.lock 2", encoding="utf-8")
    environment.ensure_environment()
    assert project == ["requirements.lock", "requirements.lock"]


def test_a_failed_installation_is_tried_again(project: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(lock: Path) -> None:
        raise Failure("no network")

    with monkeypatch.context() as broken:
        broken.setattr(environment, "_install_with_uv", lambda lock: False)
        broken.setattr(environment, "_install_with_pip", fail)
        with pytest.raises(Failure, match="no network"):
            environment.ensure_environment()
    environment.ensure_environment()
    assert project == ["requirements.lock"]


def test_an_old_python_is_told_what_is_needed(project: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "OLDEST_PYTHON", (99, 0))
    with pytest.raises(Failure, match=r"Python 3\.11 or newer is needed"):
        environment.ensure_environment()
