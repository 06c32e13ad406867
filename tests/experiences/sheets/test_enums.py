import pytest

from experiences.sheets.enums import SheetStatus, Synergy, SynergyType

NEVER = {"is_live": False, "was_live": False}
LIVE = {"is_live": True, "was_live": True}
GONE = {"is_live": False, "was_live": True}


@pytest.mark.parametrize(
    ("flags", "has_changes", "review", "status"),
    [
        (NEVER, True, None, "draft"),
        (NEVER, True, "in_progress", "submitted"),
        (NEVER, True, "needs_changes", "changes-requested"),
        (LIVE, False, None, "published"),
        (LIVE, True, None, "published-with-changes"),
        (LIVE, True, "in_progress", "submitted"),
        (LIVE, True, "needs_changes", "changes-requested"),
        (GONE, True, None, "unpublished"),
        (GONE, True, "in_progress", "submitted"),
    ],
)
def test_the_status_of_a_sheet_depends_on_its_flags_and_its_review(flags, has_changes, review, status):
    assert SheetStatus.of(**flags, has_changes=has_changes, review=review) == status


def test_every_kind_of_synergy_is_of_one_of_the_two_types():
    assert {kind.synergy for kind in SynergyType} == set(Synergy)
