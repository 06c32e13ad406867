"""What members do with their entry in the directory."""

import itertools

from django.db import transaction
from django.utils.text import slugify

from community.members.models import Member


@transaction.atomic
def update_profile(member: Member, *, expertise=None, languages=None, **fields) -> Member:
    """Change an entry, or make it where it is new. `fields` are Member's; what is not given stays.

    Expertise and languages are lists of rows. The address of an entry never changes once it has one.
    """
    for name, value in fields.items():
        setattr(member, name, value)
    member.slug = member.slug or _free_slug(member.user.get_full_name())
    member.save()
    if expertise is not None:
        member.expertise.set(expertise)
    if languages is not None:
        member.languages.set(languages)
    return member


def _free_slug(name: str) -> str:
    slug = slugify(name)[:100] or "member"
    taken = set(Member.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = itertools.chain([slug], (f"{slug}-{number}" for number in itertools.count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)
