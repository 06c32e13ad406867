import factory
from django.contrib.auth.models import Group

from community.members.actions import update_profile
from community.members.models import Member
from website.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@example.org")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Dupont{n}")
    language = "fr"

    @factory.post_generation
    def groups(self, create, names, **kwargs):
        """Add the user to groups: `UserFactory(groups=["Coordinators"])`."""
        for name in names or ():
            self.groups.add(Group.objects.get_or_create(name=name)[0])


class MemberFactory(factory.django.DjangoModelFactory):
    """A member whose profile is public, except for fields that cannot be public."""

    class Meta:
        model = Member
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    slug = factory.Sequence(lambda n: f"camille-dupont-{n}")
    visibility = "public"
    organisation_audience = "public"
    job_title_audience = "public"
    territory_audience = "public"
    expertise_audience = "public"
    languages_audience = "public"
    bio_audience = "public"
    contact_audience = "public"

    @factory.post_generation
    def expertise(self, create, themes, **kwargs):
        """Set the expertise: `MemberFactory(expertise=[theme])`."""
        if create:
            self.expertise.set(themes or ())

    @factory.post_generation
    def languages(self, create, languages, **kwargs):
        if create:
            self.languages.set(languages or ())


def join(**fields) -> Member:
    """Create a member through the site's own action, visible to signed-in users unless `fields` say otherwise."""
    names = {name: fields.pop(name) for name in ("first_name", "last_name") if name in fields}
    return update_profile(Member(user=UserFactory(**names)), **fields)
