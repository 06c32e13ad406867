"""The statement of reasons required by article 17 of the Digital Services Act, in the active language."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from community.moderation.enums import DecisionAction, DecisionGround

# The European Commission's list of certified dispute settlement bodies (article 21).
DISPUTE_BODIES_URL = "https://digital-strategy.ec.europa.eu/en/policies/dsa-out-court-dispute-settlement"


def day(moment) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")


def what(decision) -> str:
    """Describe the thing that was decided on."""
    preview = decision.case.preview
    if preview is None:
        return _("It no longer exists.")
    words = _("“%(title)s”, of %(day)s: %(excerpt)s")
    return words % {"title": preview.title, "day": day(preview.moment), "excerpt": preview.excerpt}


def restriction(decision) -> str:
    """Describe the decision in a sentence or two."""
    sentences = {
        DecisionAction.DISMISS: _("Nothing was changed."),
        DecisionAction.APPROVE: _("Everyone who can read that board can now read it."),
        DecisionAction.REFUSE: _("It was refused. Only you and the moderators can read it."),
        DecisionAction.HIDE: _("It was hidden. Only you and the moderators can read it."),
        DecisionAction.SHOW: _("It is visible again."),
        DecisionAction.EDIT: _(
            "A moderator has edited it. A note below says so, and the history shows the earlier text."
        ),
        DecisionAction.WARN: _("This is a warning. Your account is not restricted."),
        DecisionAction.SUSPEND: _suspension(decision),
        DecisionAction.LIFT: _("Your suspension is lifted. You can post again."),
    }
    hidden = [sentences[DecisionAction.HIDE]] if decision.hides else []
    return " ".join([str(sentences[decision.act]), *hidden])


def _suspension(decision) -> str:
    found = decision.suspended
    if found is None:
        return _("You cannot post at the moment.")
    end = {"day": day(found.ends_at), "place": str(found.place or "")}
    if found.is_everywhere:
        written = _("You cannot post in the discussions of this site until %(day)s.") % end
    else:
        written = _("You cannot post on the board “%(place)s” until %(day)s.") % end
    read = (
        _("You can still read what members can read.")
        if found.may_read
        else _("Until then you can only read there what visitors can read.")
    )
    return f"{written} {read}"


def scope(decision) -> str:
    """Describe where and how long the decision applies."""
    if decision.act == DecisionAction.WARN and not decision.hides:
        return _("It has no restrictions.")
    if decision.act == DecisionAction.EDIT:
        return _("Everywhere on this site, permanently.")
    if decision.act == DecisionAction.SUSPEND:
        return _("Everywhere on this site, until the date given above.")
    return _("Everywhere on this site, until a moderator shows it again.")


def ground(decision) -> str:
    found = DecisionGround(decision.ground)
    words = _("%(ground)s (%(clause)s).") % {"ground": found.label, "clause": decision.clause}
    why = (
        _("We consider that it breaks this law, for the reasons given above.")
        if found.is_law
        else _("We consider that it breaks this clause, for the reasons given above.")
    )
    return f"{words} {why}"


def statement(decision) -> list[dict]:
    """Return the statement for the person concerned, as rows with a `label` and a `value`."""
    rows = [
        {"label": _("Content concerned"), "value": what(decision)},
        {"label": _("Decision made"), "value": restriction(decision)},
    ]
    if decision.act.restricts:
        found = (
            _("Someone reported it to us.")
            if decision.is_notified
            else _("A moderator found it on our own initiative.")
        )
        rows += [
            {"label": _("Scope and duration"), "value": scope(decision)},
            {"label": _("Facts and reasons"), "value": decision.words},
            {"label": _("How we found out"), "value": found},
            {
                "label": _("Automated means"),
                "value": _("None. It was neither detected nor decided on automatically."),
            },
            {"label": _("Grounds"), "value": ground(decision)},
        ]
    elif decision.words:
        rows.append({"label": _("Reasons"), "value": decision.words})
    return rows


def ways_to_contest(decision) -> list[str]:
    """Return the ways to contest a decision other than a complaint on this site."""
    return [
        _("You can use a certified out-of-court dispute settlement body. See the list:") + f" {DISPUTE_BODIES_URL}",
        _("You can go to court."),
    ]


def deadline(decision) -> str:
    return day(decision.contestable_until)
