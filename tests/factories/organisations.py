"""An organisation with an editor, and what somebody proposes to change of it."""

from community.organisations.actions import propose_changes
from community.organisations.changes import differences, snapshot
from community.organisations.models import OrganisationEditor
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory


def edited_organisation(**fields):
    """An organisation and its editor."""
    organisation = OrganisationFactory(**fields)
    editor = UserFactory(groups=["Members"], language="en")
    OrganisationEditor.objects.create(organisation=organisation, user=editor)
    return organisation, editor


def make_proposal(organisation, author=None, *, word="", **values):
    now = snapshot(organisation)
    author = author or UserFactory(groups=["Members"], language="en")
    return propose_changes(author, organisation, differences(now, {**now, **values}), word)


def typed(organisation, **changes) -> dict:
    """What a browser sends of the form of an organisation as it stands."""
    values = {name: "" if value is None else value for name, value in snapshot(organisation).items()}
    return {**values, **changes}
