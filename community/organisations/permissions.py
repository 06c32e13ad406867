"""Editors and coordinators may change an organisation's entry. Other users propose changes."""

RIGHT = "organisations.change_changeproposal"


def manages_organisations(user) -> bool:
    """Return whether `user` is a coordinator: edits every organisation, decides on every proposal, names editors."""
    return user.is_active and user.has_perm(RIGHT)


def can_edit_organisation(user, organisation) -> bool:
    """Return whether `user` edits the organisation and decides on proposals, like `decidable_by` of the queryset."""
    if not (user.is_authenticated and user.is_active):
        return False
    return manages_organisations(user) or organisation.editors.filter(user=user).exists()


def can_propose_changes(user) -> bool:
    return user.is_authenticated and user.is_active


def can_see_proposal(user, proposal) -> bool:
    """Return whether `user` made or decides on the proposal, like `ChangeProposalQuerySet.visible_to`."""
    return is_author(user, proposal) or can_edit_organisation(user, proposal.organisation)


def can_withdraw_proposal(user, proposal) -> bool:
    """Return whether `user` made this pending proposal, like `ChangeProposalQuerySet.withdrawable_by`."""
    return is_author(user, proposal) and proposal.is_pending


def is_author(user, proposal) -> bool:
    return user.is_authenticated and user.is_active and proposal.author_id == user.pk


def can_name_editors(user) -> bool:
    return manages_organisations(user)
