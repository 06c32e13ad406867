"""What an import is about to write: new rows, changed rows and their many-to-many links."""

from dataclasses import dataclass, field

from django.db import models

from community.members.imports.rows import values_match
from website.core.actions import BATCH_SIZE


@dataclass
class Plan:
    """Rows of one model. `links` contains tuples of a row, the name of a relation and the related rows to set."""

    created: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: int = 0
    links: list[tuple[models.Model, str, tuple]] = field(default_factory=list)

    @property
    def touched(self) -> list:
        return self.created + self.changed


def update_row(row: models.Model, values: dict) -> bool:
    """Set the values and foreign keys of `row` that differ from `values`. Return whether there were any."""
    different = {name: value for name, value in values.items() if not _is_equal(row, name, value)}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def plan_links(plan: Plan, row: models.Model, values: dict[str, tuple]) -> bool:
    """Add the relations of `row` that differ from `values` to the plan. Return whether there were any."""
    different = False
    for name, related in values.items():
        # The relations of an unsaved row cannot be read.
        linked = {linked.pk for linked in getattr(row, name).all()} if row.pk else set()
        if linked != {value.pk for value in related}:
            plan.links.append((row, name, related))
            different = True
    return different


def write(model: type[models.Model], plan: Plan, fields: tuple[str, ...]) -> None:
    """Write a plan in batches."""
    model.objects.bulk_create(plan.created, batch_size=BATCH_SIZE)
    model.objects.bulk_update(plan.changed, fields, batch_size=BATCH_SIZE)
    new = {row.pk for row in plan.created}
    for name in {name for _row, name, _values in plan.links}:
        relation = model._meta.get_field(name)
        through = relation.remote_field.through
        own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        links = [(row, values) for row, named, values in plan.links if named == name]
        for start in range(0, len(links), BATCH_SIZE):
            batch = links[start : start + BATCH_SIZE]
            if stale := [row.pk for row, _values in batch if row.pk not in new]:
                through.objects.filter(**{f"{own}__in": stale}).delete()
            through.objects.bulk_create(
                [through(**{own: row, other: value}) for row, values in batch for value in values],
                batch_size=BATCH_SIZE,
            )


def _is_equal(row: models.Model, name: str, value) -> bool:
    if isinstance(value, models.Model):
        return value.pk is not None and getattr(row, f"{name}_id") == value.pk
    return values_match(name, getattr(row, name), value)
