"""What /health/ tells of the search: whether it can answer, by which engine, and whether its index is fresh."""

from catalogue.models import IndexDue, Tool
from search.configured import get_engine
from search.engines.base import Health
from search.leaving_out import hidden

# Naming every record costs about as much as counting them; of more than these, /health/ counts alone.
MOST_COMPARED = 5_000


def health() -> tuple[str, str]:
    """Why no engine can answer, and what somebody should look at though one does."""
    state = get_engine().health()
    return ("", _warning(state)) if state.is_ready else (state.problem, "")


def _warning(state: Health) -> str:
    """A server that rests, or an index that lacks records (or holds too many)."""
    if state.problem:
        beside = state.details.get("fallback")
        return f"{state.problem} The {beside} index answers meanwhile." if beside else state.problem
    if gone := len(hidden()):
        return (
            f"{gone} records that were taken out are not yet out of the search index; searches leave them out, "
            "and the worker removes them as soon as the index can be written."
        )
    if due := IndexDue.objects.count():
        return f"{due} changed records are not yet in the search index; the worker adds them as soon as it can."
    public = Tool.objects.public().count()
    if public != state.documents:
        return (
            f"The index holds {state.documents} records, {public} are public; `manage.py reindex` brings them together."
        )
    swapped = _swapped(public)
    if swapped:
        return f"The index holds other records than are public: {swapped}; `manage.py reindex` brings them together."
    return ""


def _swapped(public: int) -> int:
    """How many records the index holds that aren't public, where the numbers are equal."""
    if public > MOST_COMPARED:
        return 0
    held = set(get_engine().hashes())
    return len(held.difference(Tool.objects.public().values_list("slug", flat=True)))
