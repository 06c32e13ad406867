"""Who may change what an organisation says: its editors and the coordinators. Others propose."""

RIGHT = "organisations.change_changeproposal"


def keeps_organisations(user) -> bool:
    """Coordinators edit every organisation, decide on every proposal and name the editors."""
    return user.is_active and user.has_perm(RIGHT)


def can_edit_organisation(user, organisation) -> bool:
    """The twin of `ChangeProposalQuerySet.decidable_by`: whoever edits the organisation decides on proposals."""
    if not (user.is_authenticated and user.is_active):
        return False
    return keeps_organisations(user) or organisation.editors.filter(user=user).exists()


def can_propose_changes(user) -> bool:
    return user.is_authenticated and user.is_active


def can_see_proposal(user, proposal) -> bool:
    """The twin of `ChangeProposalQuerySet.visible_to`."""
    return is_author(user, proposal) or can_edit_organisation(user, proposal.organisation)


def can_withdraw_proposal(user, proposal) -> bool:
    """The twin of `ChangeProposalQuerySet.withdrawable_by`: its author, as long as nobody has decided."""
    return is_author(user, proposal) and proposal.is_pending


def is_author(user, proposal) -> bool:
    return user.is_authenticated and user.is_active and proposal.author_id == user.pk


def can_name_editors(user) -> bool:
    return keeps_organisations(user)
