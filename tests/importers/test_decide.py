"""The whole table of what a load does with a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.importers.decide import Decision, Held, decide

OLD, NEW, EDITED = "old", "new", "edited"


@pytest.mark.parametrize(
    ("held", "file", "usual", "overwriting"),
    [
        # nothing held
        (None, NEW, Decision.ADD, Decision.ADD),
        # nobody edited
        (Held(OLD, OLD), OLD, Decision.SAME, Decision.SAME),
        (Held(OLD, OLD), NEW, Decision.UPDATE, Decision.UPDATE),
        # an editor changed it: the file as before, a newer file, the file now as the editor wrote
        (Held(EDITED, OLD), OLD, Decision.SAME, Decision.UPDATE),
        (Held(EDITED, OLD), NEW, Decision.KEEP, Decision.UPDATE),
        (Held(EDITED, OLD), EDITED, Decision.SAME, Decision.SAME),
        # an editor made it here
        (Held(EDITED, ""), NEW, Decision.KEEP, Decision.UPDATE),
        (Held(EDITED, ""), EDITED, Decision.SAME, Decision.SAME),
        # an editor has saved a draft that is not public yet
        (Held(OLD, OLD, drafted=True), OLD, Decision.SAME, Decision.SAME),
        (Held(OLD, OLD, drafted=True), NEW, Decision.KEEP, Decision.UPDATE),
        # taken down
        (Held(OLD, OLD, withdrawn=True), OLD, Decision.KEEP, Decision.RESTORE),
        (Held(OLD, OLD, withdrawn=True), NEW, Decision.KEEP, Decision.RESTORE),
        (Held(EDITED, OLD, withdrawn=True), NEW, Decision.KEEP, Decision.RESTORE),
    ],
)
def test_decision(held, file, usual, overwriting):
    assert decide(held, file) is usual
    assert decide(held, file, overwrite=True) is overwriting


digests = st.sampled_from([OLD, NEW, EDITED, ""])


@given(st.builds(Held, digests, digests, st.booleans()), digests)
def test_without_asking_nothing_an_editor_did_is_ever_replaced(held, file):
    if held.withdrawn or held.digest != held.loaded_digest:
        assert decide(held, file) in (Decision.KEEP, Decision.SAME)


@given(st.builds(Held, digests, digests, st.booleans()), digests, st.booleans())
def test_what_a_load_did_is_not_done_again_by_the_next(held, file, overwrite):
    if decide(held, file, overwrite=overwrite) in (Decision.UPDATE, Decision.RESTORE):
        assert decide(Held(file, file), file, overwrite=overwrite) is Decision.SAME


@pytest.mark.parametrize(
    ("decision", "words"),
    [(Decision.ADD, "added"), (Decision.UPDATE, "updated"), (Decision.SAME, "unchanged"), (Decision.RESTORE, "restored"), (Decision.KEEP, "kept: an editor changed it since")],
)  # fmt: skip
def test_a_decision_reads_as_words_in_the_report(decision, words):
    assert str(decision) == words
