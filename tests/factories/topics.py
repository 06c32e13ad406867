import factory

from website.topics.models import Organisation, Territory


class TerritoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Territory

    slug = factory.Sequence(lambda n: f"territoire-{n}")
    name_fr = factory.Sequence(lambda n: f"Territoire {n}")
    name_de = factory.Sequence(lambda n: f"Gebiet {n}")
    kind = "intercommunal"
    country = "FR"
    is_featured = True


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Papeterie {n}")
    kind = "company"
    country = "FR"
    city = "Colmar"

    @factory.post_generation
    def languages(self, create, languages, **kwargs):
        if create:
            self.languages.set(languages or ())
