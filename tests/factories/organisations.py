"""Organisations with an editor, and change proposals."""

from community.organisations.actions import propose_changes
from community.organisations.changes import differences, snapshot
from community.organisations.models import OrganisationEditor
from tests.factories.people import UserFactory
from tests.factories.topics import OrganisationFactory


def edited_organisation(**fields):
    """Return an organisation and its editor."""
    organisation = OrganisationFactory(**fields)
    editor = UserFactory(groups=["Members"], language="en")
    OrganisationEditor.objects.create(organisation=organisation, user=editor)
    return organisation, editor


def make_proposal(organisation, author=None, *, word="", **values):
    current = snapshot(organisation)
    author = author or UserFactory(groups=["Members"], language="en")
    return propose_changes(author, organisation, differences(current, {**current, **values}), word)


def typed(organisation, **changes) -> dict:
    """Return the data that a browser submits for the form of an organisation, with `changes`."""
    values = {name: "" if value is None else value for name, value in snapshot(organisation).items()}
    return {**values, **changes}
