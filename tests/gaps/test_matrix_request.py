"""An address is read leniently, with what was left aside said; strictly it is refused. One question, one address."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaps.matrix_request import AXES, MatrixRequest, RequestError
from gaps.population import GlobalMode
from tests import dangerous

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


def asked(address: str, *, strict: bool = False) -> MatrixRequest:
    return MatrixRequest.from_params(QueryDict(address), strict=strict)


def test_everything_that_can_be_asked() -> None:
    found = asked(
        "rows=target_user&columns=language&region=africa&region=oceania&have=smartphone&global=expanded"
        "&statuses=any&in_doubt=yes&date=2026-01-31",
        strict=True,
    )
    assert (found.rows, found.columns) == ("target_user", "language")
    assert dict(found.filters) == {"region": ("africa", "oceania")}
    assert found.have == ("smartphone",)
    assert found.global_mode is GlobalMode.EXPANDED
    assert found.is_any_status
    assert found.is_doubt_included
    assert found.day == date(2026, 1, 31)


def test_the_default_has_the_shortest_address() -> None:
    assert asked("") == MatrixRequest()
    assert MatrixRequest().params() == []
    assert asked("rows=tool_type&columns=region&global=own&statuses=in-use&in_doubt=no&region=") == MatrixRequest()


@pytest.mark.parametrize(
    "address",
    [
        "rows=name",
        "columns=%3Cscript%3E",
        "global=perhaps",
        "date=tomorrow",
        "date=2026-02-31",
        "region=atlantis",
        "statuses=all",
        "in_doubt=maybe",
        "q=hotline",
        "colour=red",
    ],
)
def test_what_cannot_be_followed_is_said_or_refused(address: str) -> None:
    lenient = asked(address)
    assert lenient == MatrixRequest()
    assert lenient.ignored
    with pytest.raises(RequestError):
        asked(address, strict=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(AXES), st.sampled_from(AXES), st.sampled_from(list(GlobalMode)), st.booleans(), st.booleans())
def test_an_address_is_read_as_it_was_written(
    rows: str, columns: str, mode: GlobalMode, any_status: bool, in_doubt: bool
) -> None:
    question = MatrixRequest(
        rows, columns, (("region", ("africa",)),), ("computer",), mode, any_status, in_doubt, date(2026, 3, 4)
    )
    assert asked(question.querystring(), strict=True) == question


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dangerous.texts(max_size=60))
def test_no_address_is_an_error(text: str) -> None:
    asked(text)
    for name in ("rows", "columns", "global", "date", "statuses", "region"):
        params = QueryDict(mutable=True)
        params[name] = text
        MatrixRequest.from_params(params)


def test_filters_of_the_command_line() -> None:
    assert dict(MatrixRequest.of(filters=["region=africa", "access = free"]).filters) == {
        "region": ("africa",),
        "access": ("free",),
    }
    for wrong in ("region", "colour=red", "region=atlantis"):
        with pytest.raises(RequestError):
            MatrixRequest.of(filters=[wrong])
    with pytest.raises(RequestError):
        MatrixRequest.of(rows="name")
