"""What /health/ tells of the search: whether it can answer, by which engine, and whether its index is fresh."""

from catalogue.models import Tool
from search.engines import Health, get_engine


def health() -> tuple[str, str]:
    """Why no engine can answer, and what somebody should look at though one does."""
    state = get_engine().health()
    return ("", _warning(state)) if state.is_ready else (state.problem, "")


def _warning(state: Health) -> str:
    """A server that rests, or an index that lacks records (or holds too many)."""
    if state.problem:
        beside = state.details.get("fallback")
        return f"{state.problem} The {beside} index answers meanwhile." if beside else state.problem
    public = Tool.objects.public().count()
    if public != state.documents:
        return (
            f"The index holds {state.documents} records, {public} are public; `manage.py reindex` brings them together."
        )
    return ""
