"""Check the entries of the official files."""

from collections.abc import Iterable

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from website.core.imports.outcomes import Refusal, reasons
from website.topics.enums import TerritoryKind
from website.topics.imports.decoupage import PARENT_LEVEL
from website.topics.imports.rows import TerritoryRecord, TerritoryRow
from website.topics.models import Territory

# INSEE: two digits for a region or department (2A and 2B in Corsica), three overseas; SIREN for an EPCI.
CODES = {
    TerritoryKind.REGION: r"\d{2,3}",
    TerritoryKind.DEPARTMENT: r"\d[\dAB]\d?",
    TerritoryKind.INTERCOMMUNAL: r"\d{9}",
}
validate_commune = RegexValidator(r"^\d[\dAB]\d{3}\Z", gettext_lazy("“%(value)s” is not the INSEE code of a commune."))


class TerritoryForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("type"), choices=[(kind.value, kind.label) for kind in CODES])
    code = forms.CharField(label=gettext_lazy("code"), max_length=20)
    name = forms.CharField(label=gettext_lazy("name"), max_length=Territory._meta.get_field("name_fr").max_length)
    population = forms.IntegerField(
        label=gettext_lazy("population"), required=False, min_value=0, max_value=2_000_000_000
    )

    def __init__(self, record: TerritoryRecord):
        super().__init__({name: getattr(record, name) for name in ("kind", "code", "name", "population")})
        self.record = record
        self.place = (record.kind, record.code)

    def clean_code(self):
        code, kind = self.cleaned_data["code"], self.record.kind
        RegexValidator(rf"^{CODES[kind]}\Z", _("“%(value)s” is not an official code of this type."))(code)
        return code

    def clean(self):
        if self.record.kind != TerritoryKind.INTERCOMMUNAL:
            return
        if not self.record.members:
            raise forms.ValidationError(_("This entry has no member communes."))
        for member in self.record.members:
            validate_commune(member.code)

    def row(self, point: tuple[float, float] | None = None) -> TerritoryRow:
        return TerritoryRow(
            **self.cleaned_data,
            parent_code=self.record.parent_code,
            member_codes=sorted({member.code for member in self.record.members}),
            point=point,
        )


def check(records: Iterable[TerritoryRecord], known: set[tuple[str, str]]) -> tuple[list[TerritoryForm], list[Refusal]]:
    """Return the forms of the valid records, and a refusal for each other record.

    `known` contains the (kind, code) of the territories in the database, which may be parents.
    """
    valid, refusals = [], []
    seen: dict[tuple[str, str], TerritoryRecord] = {}
    for record in records:
        form = TerritoryForm(record)
        parent = (PARENT_LEVEL.get(record.kind), record.parent_code)
        if not form.is_valid():
            reason = " ".join(reasons(form))
        elif first := seen.get(form.place):
            reason = _("The code %(code)s is already used by entry %(number)d of %(file)s.")
            reason %= {"code": record.code, "number": first.number, "file": first.file}
        elif parent[0] and parent not in known and parent not in seen:
            reason = _(
                "This entry belongs to the %(kind)s %(code)s, which is neither in the files nor in the database."
            )
            reason %= {"kind": TerritoryKind(parent[0]).label.lower(), "code": record.parent_code or "?"}
        else:
            valid.append(form)
            seen[form.place] = record
            continue
        refusals.append(Refusal(record.file, record.number, f"{record.name or record.code or '?'}: {reason}"))
    return valid, refusals
