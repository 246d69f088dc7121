"""Infrastructure read as "I have this"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.compatibility import GROUPS, HAVE_VALUES, covered, fit_filters, is_compatible, need_values
from taxonomy.current import vocabulary_index

values = st.sets(st.sampled_from(HAVE_VALUES))


@given(needed=values, have=values)
def test_the_filters_that_engines_follow_find_exactly_what_fits(needed, have):
    fit = fit_filters(have)
    carried = need_values(needed)
    found = all(not wanted.isdisjoint(carried[key]) for key, wanted in fit.required.items())
    found = found and fit.excluded.isdisjoint(needed)
    assert found == is_compatible(needed, have)


@given(needed=values, have=values, more=st.sampled_from(HAVE_VALUES))
def test_having_more_of_a_kind_never_finds_less(needed, have, more):
    group = next(values for values in GROUPS.values() if more in values)
    if is_compatible(needed, have) and have.intersection(group):
        assert is_compatible(needed, {*have, more})


@given(have=values)
def test_what_needs_nothing_fits_everybody(have):
    assert is_compatible((), have)


@pytest.mark.parametrize(
    ("needed", "have", "fits"),
    [
        (["mobile-data", "broadband"], ["mobile-data"], True),  # either will do
        (["broadband"], ["mobile-data"], False),
        (["works-offline"], ["low-bandwidth"], True),
        (["feature-phone"], ["smartphone"], True),
        (["smartphone"], ["computer"], False),  # else it would carry "computer" too
        (["computer", "specialised-hardware"], ["computer"], False),  # hardware comes on top
        (["computer", "specialised-hardware"], ["computer", "specialised-hardware"], True),
        (["trained-user", "it-administrator"], ["trained-user"], False),  # both are needed
        (["vetted-access"], ["registration"], False),
        (["registration"], ["vetted-access"], True),
        (["broadband", "vetted-access"], ["smartphone"], True),  # nothing was said about these groups
    ],
)
def test_reading_of_the_groups(needed, have, fits):
    assert is_compatible(needed, have) is fits


@pytest.mark.django_db
def test_every_infrastructure_term_has_its_place(vocabularies):
    index = vocabulary_index()
    tree = {
        group.slug: {term.slug for term in index.children("infrastructure", group.slug)}
        for group in index.children("infrastructure")
    }
    assert tree == {group: set(values) for group, values in GROUPS.items()}
    assert covered(HAVE_VALUES) == set(HAVE_VALUES)
