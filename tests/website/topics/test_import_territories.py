import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.topics import TerritoryFactory
from tests.testing import statements, versions
from website.topics.imports.actions import import_territories
from website.topics.imports.decoupage import main_department
from website.topics.imports.rows import Commune, TerritoryRow
from website.topics.models import Territory

pytestmark = pytest.mark.django_db

REGIONS = [
    {"code": "44", "chefLieu": "67482", "nom": "Grand Est", "typeLiaison": 2, "zone": "metro"},
    {"code": "11", "chefLieu": "75056", "nom": "Île-de-France", "typeLiaison": 1, "zone": "metro"},
    {"code": "04", "chefLieu": "97411", "nom": "La Réunion", "typeLiaison": 0, "zone": "drom"},
]
DEPARTMENTS = [
    {"code": "67", "region": "44", "chefLieu": "67482", "nom": "Bas-Rhin", "typeLiaison": 2, "zone": "metro"},
    {"code": "54", "region": "44", "chefLieu": "54395", "nom": "Meurthe-et-Moselle", "typeLiaison": 0, "zone": "metro"},
    {"code": "93", "region": "11", "chefLieu": "93008", "nom": "Seine-Saint-Denis", "typeLiaison": 3, "zone": "metro"},
    {"code": "974", "region": "04", "chefLieu": "97411", "nom": "La Réunion", "typeLiaison": 0, "zone": "drom"},
]


def member(code, name, people):
    return {"code": code, "nom": name, "populationTotale": people + 9, "populationMunicipale": people}


def epci(code, name, *members, **more):
    people = sum(one["populationMunicipale"] for one in members)
    return {"code": code, "nom": name, "type": "CC", "populationMunicipale": people, "membres": list(members), **more}


EPCI = [
    epci(
        "246700488",
        "Eurométropole de Strasbourg",
        member("67482", "Strasbourg", 293771),
        member("67218", "Illkirch", 27000),
    ),
    epci("246700744", "CC de Sélestat", member("67462", "Sélestat", 19300), member("67437", "Scherwiller", 3200)),
    epci("200000001", "CC du Col", member("54001", "Abaucourt", 300), member("67462", "Sélestat", 200)),
]


@pytest.fixture
def write(tmp_path):
    """Write entries (or bytes) to a file with this name, and return its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return write


@pytest.fixture
def official(write):
    return [write("epci.json", EPCI), write("regions.json", REGIONS), write("departements.json", DEPARTMENTS)]


def run(*files, **options):
    out = StringIO()
    call_command("import_territories", *files, language="en", stdout=out, **options)
    return out.getvalue().splitlines()


def refusals(*files, **options):
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_territories", *files, language="en", stdout=out, **options)
    return [*out.getvalue().splitlines(), str(refused.value)]


def test_the_files_are_read_in_any_order_and_territories_get_their_parents(official):
    assert run(*official) == [
        "Regions: 3 created, 0 changed, 0 unchanged",
        "Departments: 4 created, 0 changed, 0 unchanged",
        "EPCI: 3 created, 0 changed, 0 unchanged",
        "10 territories read: 10 created, 0 changed, 0 unchanged, 0 refused.",
    ]
    parents = Territory.objects.filter(kind="department").values_list("code", "parent__name_fr").order_by("code")
    assert dict(parents) == {"54": "Grand Est", "67": "Grand Est", "93": "Île-de-France", "974": "La Réunion"}
    parents = Territory.objects.filter(kind="intercommunal").values_list("code", "parent__code")
    assert dict(parents) == {"246700488": "67", "246700744": "67", "200000001": "54"}


def test_a_new_territory_has_a_french_name_a_population_and_communes_and_is_not_featured(official):
    run(*official)
    territory = Territory.objects.get(code="246700488")
    assert (territory.slug, territory.name_fr, territory.name_de) == (
        "eurometropole-de-strasbourg",
        "Eurométropole de Strasbourg",
        "",
    )
    assert (territory.country, territory.population, territory.is_featured) == ("FR", 320771, False)
    assert territory.member_codes == ["67218", "67482"]


def test_a_second_run_changes_nothing(official):
    run(*official)
    before = list(Territory.objects.order_by("pk").values())
    raised = versions()
    assert run(*official)[-1] == "10 territories read: 0 created, 0 changed, 10 unchanged, 0 refused."
    assert list(Territory.objects.order_by("pk").values()) == before
    assert versions() == raised


def test_an_existing_territory_keeps_its_slug_and_names_and_gets_the_official_facts(official):
    known = TerritoryFactory(
        slug="strasbourg",
        code="246700488",
        name_fr="L’Eurométropole",
        name_de="Straßburg",
        latitude=48.5,
        longitude=7.7,
    )
    lines = run(*official)
    assert lines[0] == (
        "246700488 keeps the name “L’Eurométropole”. The official name is “Eurométropole de Strasbourg” "
        "(use --rename to change it)."
    )
    assert lines[-1] == "10 territories read: 9 created, 1 changed, 0 unchanged, 0 refused."
    known.refresh_from_db()
    assert (known.slug, known.name_fr, known.name_de) == ("strasbourg", "L’Eurométropole", "Straßburg")
    assert (known.population, known.parent.code, known.is_featured) == (320771, "67", True)
    assert (known.latitude, known.longitude) == (48.5, 7.7)


def test_the_rename_option_takes_the_official_names(official):
    known = TerritoryFactory(slug="strasbourg", code="246700488", name_fr="CUS", name_de="Straßburg")
    run(*official, rename=True)
    known.refresh_from_db()
    assert (known.slug, known.name_fr, known.name_de) == ("strasbourg", "Eurométropole de Strasbourg", "Straßburg")


def test_two_territories_with_the_same_name_have_different_slugs(official, write):
    TerritoryFactory(slug="bas-rhin", kind="other", country="FR")
    twin = write("twin.json", [epci("200000002", "CC de Sélestat", member("67437", "Scherwiller", 3200))])
    run(*official, twin)
    assert set(Territory.objects.filter(name_fr="La Réunion").values_list("slug", flat=True)) == {
        "la-reunion",
        "la-reunion-974",
    }
    assert Territory.objects.get(kind="department", code="67").slug == "bas-rhin-67"
    assert Territory.objects.get(code="200000002").slug == "cc-de-selestat-200000002"


def test_homonyms_are_distinguished_by_their_region(official, write):
    north = write("n.json", [epci("200000010", "Plaine", member("93066", "Saint-Denis", 150000))])
    south = write("s.json", [epci("200000011", "Nord", member("97411", "Saint-Denis", 155000))])
    run(*official, north, south)
    near_paris, overseas = Territory.objects.get(code="200000010"), Territory.objects.get(code="200000011")
    assert (round(near_paris.latitude), round(near_paris.longitude)) == (49, 2)
    assert (round(overseas.latitude), round(overseas.longitude)) == (-21, 55)


def test_a_commune_with_a_homonym_in_its_region_does_not_provide_the_point(official, write):
    colmar = member("54999", "Colmar", 69000)
    twins = [
        epci("200000020", "Entre deux Colmar", colmar, member("54357", "Maxéville", 9800)),
        epci("200000021", "Haute-Alsace", member("67999", "Colmar", 68000)),
    ]
    run(*official, write("twins.json", twins))
    first, second = Territory.objects.get(code="200000020"), Territory.objects.get(code="200000021")
    assert (round(first.latitude, 1), round(first.longitude, 1)) == (48.7, 6.2)
    assert (second.latitude, second.longitude) == (None, None)


def test_a_town_of_a_very_different_size_does_not_provide_the_point(official, write):
    run(*official, write("one.json", [epci("200000030", "Hameau", member("67001", "Strasbourg", 40))]))
    assert Territory.objects.get(code="200000030").latitude is None


def test_communes_give_regions_and_departments_their_population(official, write):
    fields = {"departement": "67", "region": "44", "zone": "metro"}
    communes = [
        {"code": "67462", "nom": "Sélestat", "type": "commune-actuelle", "population": 19300, **fields},
        {"code": "67482", "nom": "Strasbourg", "type": "commune-actuelle", "population": 293771, **fields},
        {"code": "67483", "nom": "Ancienne", "type": "commune-deleguee", "chefLieu": "67482", **fields},
    ]
    run(*official, write("communes.json", communes))
    assert Territory.objects.get(kind="department", code="67").population == 313071
    assert Territory.objects.get(kind="region", code="44").population == 313071
    assert Territory.objects.get(kind="region", code="11").population is None


def test_files_of_other_divisions_are_skipped_and_named(official, write):
    districts = [{"code": "671", "departement": "67", "region": "44", "chefLieu": "67180", "nom": "Haguenau"}]
    lines = run(*official, write("arrondissements.json", districts))
    assert lines[0] == "arrondissements.json: nothing is imported from this file."


def test_epci_find_departments_that_were_imported_earlier(official, write):
    run(*official[1:])
    assert run(official[0])[-1] == "3 territories read: 3 created, 0 changed, 0 unchanged, 0 refused."
    assert Territory.objects.get(code="246700744").parent.parent.name_fr == "Grand Est"


def test_nothing_is_written_if_one_entry_is_refused(official, write, tmp_path):
    bad = [
        epci("24670", "Trop court", member("67482", "Strasbourg", 5)),
        epci("200000040", "Vide"),
        epci("200000041", "Ailleurs", member("10001", "Troyes", 5)),
        epci("200000042", "Sans code", member("Strasbourg", "Strasbourg", 5)),
        epci("246700488", "Encore", member("67482", "Strasbourg", 5)),
        epci("200000043", "", member("67482", "Strasbourg", 5)),
        epci("200000044", "Peuplée", member("67482", "Strasbourg", 5), populationMunicipale="beaucoup"),
        epci("200000045", "Correcte", member("67482", "Strasbourg", 5)),
    ]
    report = tmp_path / "report.csv"
    expected = [
        ("Trop court: code: “24670” is not an official code of this type."),
        ("Vide: This entry has no member communes."),
        ("Ailleurs: This entry belongs to the department 10, which is neither in the files nor in the database."),
        ("Sans code: “Strasbourg” is not the INSEE code of a commune."),
        ("Encore: The code 246700488 is already used by entry 1 of epci.json."),
        ("200000043: name: This field is required."),
        ("Peuplée: population: Enter a whole number."),
    ]
    assert refusals(*official, write("bad.json", bad), report=str(report)) == [
        *(f"bad.json, entry {number}: {reason}" for number, reason in enumerate(expected, 1)),
        "18 read, 7 refused. Nothing was written.",
    ]
    assert Territory.objects.official("FR").count() == 0
    rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows == [["File", "Line", "Reason"], *(["bad.json", str(n), why] for n, why in enumerate(expected, 1))]


def test_a_dry_run_counts_and_writes_nothing(official):
    TerritoryFactory(slug="strasbourg", code="246700488", name_fr="Eurométropole de Strasbourg")
    before = list(Territory.objects.values()), versions()
    lines = run(*official, dry_run=True)
    assert lines[0] == "Dry run: nothing was written. These changes would be made:"
    assert lines[-1] == "10 territories read: 9 created, 1 changed, 0 unchanged, 0 refused."
    assert (list(Territory.objects.values()), versions()) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x.json is empty."),
        (b" \n ", "x.json is empty."),
        (b"{", "x.json is not a JSON file in UTF-8."),
        (b"[" * 100_000, "x.json is not a JSON file in UTF-8."),
        (b"[\xff]", "x.json is not a JSON file in UTF-8."),
        (b"\x00", "x.json is not a JSON file in UTF-8."),
        (b"[" + b"9" * 5000 + b"]", "x.json is not a JSON file in UTF-8."),
        (b"12", "x.json is not a list of territories."),
        (b'{"code": "44"}', "x.json is not a list of territories."),
        (b'[{"code": "44"}, 5]', "x.json is not a list of territories."),
        (b"[]", "x.json has no entries."),
        (b'[{"a": 1}]', "x.json is not one of the official files: regions, departements, epci or communes.json."),
        (
            b'[{"code": "67001", "nom": "A", "departement": "67", "type": "commune-actuelle"}]',
            "There is no region, department or EPCI in these files.",
        ),
    ],
)
def test_an_invalid_file_is_refused_with_one_sentence(write, content, message):
    assert refusals(write("x.json", content)) == [message]


def test_a_path_that_is_missing_too_large_or_a_folder_is_refused_with_one_sentence(tmp_path):
    assert refusals(str(tmp_path / "none.json")) == ["none.json does not exist."]
    assert refusals(str(tmp_path)) == [f"{tmp_path.name} is not a file."]
    assert refusals("a\0b.json") == ["a?b.json does not exist."]
    with (tmp_path / "big.json").open("wb") as big:
        big.truncate(64 * 1024**2 + 1)
    assert refusals(str(tmp_path / "big.json")) == ["big.json is larger than 64 MB."]


def test_the_report_never_overwrites_an_input_file(official):
    assert refusals(*official, report=official[0]) == ["The report would overwrite epci.json."]
    assert refusals(*official, report="/nowhere/report.csv") == [
        "report.csv cannot be written: No such file or directory."
    ]


def test_the_department_is_where_most_people_live_or_most_communes_are():
    def commune(code, people):
        return Commune(code, "", people)

    assert main_department((commune("67001", 10), commune("68001", 30), commune("67002", 10))) == "68"
    assert main_department((commune("67001", None), commune("68001", 30), commune("67002", 10))) == "67"
    assert main_department((commune("2A004", 1), commune("97411", 1))) == "2A"
    assert main_department(()) == ""


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_does_not_depend_on_the_number_of_territories(number):
    rows = [TerritoryRow("region", f"{n:02}", f"Région {n}") for n in range(number)]
    rows += [TerritoryRow("department", f"{n:02}", f"Département {n}", f"{n:02}") for n in range(number)]
    with statements("territories: the import"):
        import_territories(rows)
    rows = [TerritoryRow("region", f"{n:02}", f"Région {n}", population=n + 1) for n in range(number)]
    with statements("territories: the import of changes"):
        import_territories(rows)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["code", "nom", "region", "chefLieu", "membres", "departement", "type", "populationMunicipale", "population"]
ENTRY = st.dictionaries(
    st.sampled_from(KEYS), ANYTHING | st.sampled_from(["44", "67", "200000001", "67482", "CC"]), max_size=9
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    content=st.binary(max_size=200)
    | st.lists(ENTRY | ANYTHING, max_size=4).map(lambda entries: json.dumps(entries).encode())
)
def test_arbitrary_bytes_never_cause_a_traceback(write, content):
    try:
        conclusion = run(write("any.json", content))[-1]
    except CommandError as refused:
        conclusion = str(refused)
    assert conclusion.endswith(".")
