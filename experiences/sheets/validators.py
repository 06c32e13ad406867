from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

validate_no_email = RegexValidator(
    r"[^@\s]+@[^@\s]+\.[^@\s]+",
    gettext_lazy("Do not include email addresses. This is public, and spammers collect them."),
    inverse_match=True,
)


def missing_for_review(sheet) -> dict[str, str]:
    """Return what a sheet lacks before it can be reviewed, as a message per field name."""
    has_results = sheet.quantified_results.strip() or sheet.qualitative_results.strip()
    checks = (
        ("title", sheet.title.strip(), _("Enter a title for the sheet.")),
        (
            "summary",
            sheet.summary.strip(),
            _("Describe in two or three sentences what was done and what the results were."),
        ),
        ("territories", sheet.territories.exists(), _("Select at least one territory.")),
        ("context", sheet.context.strip(), _("Describe the situation at the start.")),
        ("quantified_results", has_results, _("Describe the results, in figures here or in words below.")),
        ("themes", sheet.themes.exists(), _("Select at least one theme.")),
    )
    return {name: message for name, is_given, message in checks if not is_given}
