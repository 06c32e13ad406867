import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from community.members.models import Member
from tests.factories.pages import make_page
from tests.factories.people import MemberFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from website.maps.frame import Bounds
from website.news.models import NewsPage
from website.topics.enums import Country
from website.topics.fields import AreaField
from website.topics.models import Organisation, Territory, Theme

pytestmark = pytest.mark.django_db


def test_names_are_sorted_alphabetically_and_not_by_bytes(site):
    Theme.objects.all().delete()
    for slug, name in enumerate(["Évaluation", "eau", "Zinc", "Énergie", "Foncier"]):
        Theme.objects.create(slug=slug, name_fr=name)
    with translation.override("fr"):
        assert [theme.name for theme in Theme.objects.by_name()] == ["eau", "Énergie", "Évaluation", "Foncier", "Zinc"]


def test_the_territory_of_a_country_contains_all_territories_of_the_country(site):
    france = Territory.objects.get(slug="france")
    region = TerritoryFactory(kind="region")
    department = TerritoryFactory(kind="department", parent=region)
    town = TerritoryFactory(parent=department)
    abroad = TerritoryFactory(country="DE")
    assert set(Territory.objects.within(region)) == {region, department, town}
    assert set(Territory.objects.within(town)) == {town}
    assert set(Territory.objects.within(france)) == {france, region, department, town}
    assert abroad not in Territory.objects.within(france)
    assert set(Territory.objects.parts_of(france)) == {region}
    assert set(Territory.objects.parts_of(region)) == {department}


def test_a_territory_is_in_use_if_it_is_featured_or_referred_to(site):
    unused, offered, peopled, settled, written = (TerritoryFactory(is_featured=i == 1) for i in range(5))
    MemberFactory(territory=peopled)
    OrganisationFactory(territory=settled)
    make_page(NewsPage, territories=[written])
    draft = TerritoryFactory(is_featured=False)
    make_page(NewsPage, territories=[draft], live=False)
    ours = Territory.objects.filter(pk__in=[row.pk for row in (unused, offered, peopled, settled, written, draft)])
    assert set(ours.in_use()) == {offered, settled, written}
    assert set(ours.in_use(Member.objects.filter(territory=peopled))) == {offered, peopled, settled, written}


@pytest.mark.parametrize("model", [OrganisationFactory, TerritoryFactory])
def test_a_point_has_both_coordinates(site, model):
    row = model.build(latitude=48.5)
    with translation.override("en"), pytest.raises(ValidationError, match="Enter both a latitude and a longitude"):
        row.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_country_is_named_in_the_readers_language():
    with translation.override("de"):
        assert [Country.FRANCE.label, Country.SWITZERLAND.label] == ["Frankreich", "Schweiz"]
    with translation.override("nl"):
        assert str(Country.BELGIUM.label) == "België"


def test_an_area_is_four_valid_coordinates():
    field = AreaField(required=False)
    assert field.clean("5.5, 48,7.25,49") == Bounds(5.5, 48, 7.25, 49)
    assert field.clean("") is None


@pytest.mark.parametrize(
    "text", ["1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "7,48,6,49", "0,0,0,91", "-181,0,0,0", "inf,0,inf,1", "\x00"]
)
def test_other_values_are_not_an_area(text):
    with translation.override("en"), pytest.raises(ValidationError, match="Enter the map area as four numbers"):
        AreaField(required=False).clean(text)


def test_an_organisation_is_at_its_own_point_or_else_at_that_of_its_territory(site):
    territory = TerritoryFactory(latitude=48.1, longitude=7.3)
    exact = OrganisationFactory(latitude=48.0, longitude=7.0, city="Colmar", country="FR", territory=territory)
    vague = OrganisationFactory(territory=territory)
    nowhere = OrganisationFactory()
    assert (exact.whereabouts.name, exact.whereabouts.point) == ("Colmar", (48.0, 7.0))
    assert exact.whereabouts.filters == (("country", "FR"), ("city", "Colmar"))
    assert (vague.whereabouts.name, vague.whereabouts.point) == (territory.name, (48.1, 7.3))
    assert nowhere.whereabouts is None
    around_colmar, around_territory = Bounds(6.9, 47.9, 7.1, 48.05), Bounds(7.2, 48.05, 7.4, 48.2)
    assert list(Organisation.objects.in_area(around_colmar)) == [exact]
    assert list(Organisation.objects.in_area(around_territory)) == [vague]
