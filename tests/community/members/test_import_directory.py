import csv
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from community.members.actions import update_profile
from community.members.models import Member, MemberSearchText
from tests.factories.people import MemberFactory, UserFactory
from tests.factories.topics import OrganisationFactory, TerritoryFactory
from tests.testing import statements, versions
from website.accounts.models import User
from website.topics.models import Organisation

pytestmark = pytest.mark.django_db

HEADINGS = "Nom;Prénom;Structure;Type de structure;Courriel;CP;Ville"
FULL = """\
Annuaire du réseau;;;;;;;;;;;;;;;;
;;;;;;;;;;;;;;;;
Nom;Prénom;Structure;Fonction;Courriel;Téléphone;Adresse;CP;Ville;Pays;Type de structure;NAF;Site web;Langues;\
Compétences;Territoire;Visible
\u00a0Durand ;Zoé;Papeterie\u00a0 du Ried ;Responsable énergie;Zoe.Durand@Example.org;03 88 00 00 00;1 rue des Prés;\
67600;Sélestat;;Entreprise;17.12Z;www.papeterie.example.org;français et allemand;Eau, énergie;Grand Est;oui
Weber;Jörg;PAPETERIE DU RIED;;j.weber@example.org;;;;Selestat;;;;;allemand;logistique et mobilité;;
;;Sägewerk Kehl;;info@saegewerk.example.org;+49 7851 0;Hafenstr. 2;D-77694;Kehl;;Unternehmen;16;;Deutsch;;;
Peeters;An;;Onderzoeker;an@example.org;;;;;Belgique;;;;nl, en;;;Membres
"""


@pytest.fixture
def vocabularies(site):
    TerritoryFactory(slug="grand-est", name_fr="Grand Est", kind="region", code="44")


@pytest.fixture
def write(tmp_path):
    def write(content, name="annuaire.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def run(path, **options):
    out = StringIO()
    call_command("import_directory", path, language="en", stdout=out, **options)
    return out.getvalue().splitlines()


def refusals(path, **options):
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_directory", path, language="en", stdout=out, **options)
    return [*out.getvalue().splitlines(), str(refused.value)]


def reason(path):
    """Return the reason why the only line below the headings is refused."""
    line, _conclusion = refusals(path)
    return line.removeprefix("line 2: ")


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Organisation, User, Member)]


def test_a_spreadsheet_creates_organisations_and_members(vocabularies, write):
    assert run(write(FULL)) == [
        "Organisations: 2 created, 0 changed, 0 unchanged",
        "Members: 3 created, 0 changed, 0 unchanged",
        "4 rows read: 5 created, 0 changed, 0 unchanged, 0 refused.",
    ]
    mill = Organisation.objects.get(slug="papeterie-du-ried")
    assert (mill.name, mill.kind, mill.nace_code, mill.sector.code) == ("Papeterie du Ried", "company", "17.12", "C")
    assert (mill.address, mill.postal_code, mill.city, mill.country) == ("1 rue des Prés", "67600", "Sélestat", "FR")
    assert (mill.website, mill.email, mill.phone) == ("https://www.papeterie.example.org", "", "")
    assert (mill.territory.slug, round(mill.latitude, 1), round(mill.longitude, 1)) == ("grand-est", 48.3, 7.4)
    sawmill = Organisation.objects.get(slug="sagewerk-kehl")
    assert (sawmill.country, sawmill.postal_code, sawmill.nace_code) == ("DE", "77694", "16")
    assert (sawmill.email, sawmill.phone) == ("info@saegewerk.example.org", "+49 7851 0")
    assert [language.slug for language in sawmill.languages.all()] == ["de"]
    zoe = Member.objects.get(slug="zoe-durand")
    assert (zoe.user.email, zoe.user.get_full_name()) == ("zoe.durand@example.org", "Zoé Durand")
    assert (zoe.organisation, zoe.job_title, zoe.phone) == (mill, "Responsable énergie", "03 88 00 00 00")
    assert {theme.slug for theme in zoe.expertise.all()} == {"water", "energy"}
    assert {language.slug for language in zoe.languages.all()} == {"fr", "de"}
    assert set(Member.objects.values_list("user__email", "visibility", "organisation__slug")) == {
        ("zoe.durand@example.org", "public", "papeterie-du-ried"),
        ("j.weber@example.org", "members", "papeterie-du-ried"),
        ("an@example.org", "members", None),
    }


def test_new_accounts_have_a_language_and_a_group_but_no_password_and_no_mail(vocabularies, write):
    run(write(FULL))
    accounts = {
        user.email: (user.language, [group.name for group in user.groups.all()], user.has_usable_password())
        for user in User.objects.all()
    }
    assert accounts == {
        "zoe.durand@example.org": ("fr", ["Members"], False),
        "j.weber@example.org": ("de", ["Members"], False),
        "an@example.org": ("nl", ["Partners"], False),
    }
    assert mail.outbox == []


def test_new_accounts_have_their_address_and_are_in_the_audit_log(vocabularies, write):
    for _time in range(2):
        run(write(FULL))
    found = EmailAddress.objects.order_by("email").values_list("email", "user__email", "primary", "verified")
    assert list(found) == [
        (email, email, True, False) for email in ("an@example.org", "j.weber@example.org", "zoe.durand@example.org")
    ]
    acts = ModelLogEntry.objects.filter(action__startswith="accounts.")
    assert sorted((entry.action, *entry.data.get("roles", [])) for entry in acts) == [
        *[("accounts.create",)] * 3, *[("accounts.give_role", "Members")] * 2, ("accounts.give_role", "Partners"),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_end_make_no_difference(vocabularies, write, encoding, delimiter, newline):
    rows = [["Nom", "Prénom", "E-Mail", "Téléphone"], ["Müller", "Zoé", "zoe@example.org", '03, "88"; 00\t1']]
    table = StringIO()
    csv.writer(table, delimiter=delimiter, lineterminator=newline).writerows(rows)
    run(write(table.getvalue().encode(encoding)))
    assert list(Member.objects.values_list("user__last_name", "phone")) == [("Müller", '03, "88"; 00 1')]


def test_german_headings_and_words_are_understood(vocabularies, write):
    content = (
        "Einrichtung;Art der Organisation;Straße;PLZ;Ort;Land;Wirtschaftszweig;Nachname;Vorname;Funktion;"
        "E-Mail-Adresse;Telefon;Sprachen;Kompetenzen;Sichtbar\n"
        "Stadtwerke Kehl;Öffentliche Einrichtung;Am Hafen 1;77694;Kehl;Deutschland;"
        "Strom, Gas, Wärme und Kälte;Huber;Änne;Leiterin;ae.huber@example.org;07851 1;Deutsch und Französisch;"
        "Energie, Flächen und Gebäude;Nur Mitglieder\n"
    )
    run(write(content))
    works = Organisation.objects.get()
    assert (works.kind, works.sector.code) == ("public-agency", "D")
    assert (works.country, works.description_language) == ("DE", "de")
    person = Member.objects.get()
    assert (person.job_title, person.visibility, person.user.language) == ("Leiterin", "members", "de")
    assert {theme.slug for theme in person.expertise.all()} == {"energy", "land-and-premises"}


def test_headings_are_found_whatever_their_case_accents_brackets_and_order(vocabularies, write):
    run(write("MEL (professionnel);  PRENOM ;nom ;tél.\nzoe@example.org;Zoé;Durand;03\n"))
    assert list(Member.objects.values_list("user__last_name", "phone")) == [("Durand", "03")]


def test_nom_is_the_organisations_name_if_there_is_a_kind_and_no_person(vocabularies, write):
    run(write("Nom;Type;Ville\nCCI du Ried;CCI;Colmar\n"))
    assert list(Organisation.objects.values_list("name", "kind")) == [("CCI du Ried", "chamber")]


def test_a_full_name_in_one_column_is_split(vocabularies, write):
    run(write("Contact;Courriel\nVAN DEN BERG Jan Pieter;a@example.org\nZoé de la Tour;b@example.org\n"))
    assert set(User.objects.values_list("first_name", "last_name")) == {
        ("Jan Pieter", "VAN DEN BERG"),
        ("Zoé", "de la Tour"),
    }


def test_a_second_run_changes_nothing(vocabularies, write):
    path = write(FULL)
    run(path)
    before = everything()
    raised = versions()
    assert run(path)[-1] == "4 rows read: 0 created, 0 changed, 5 unchanged, 0 refused."
    assert everything() == before
    assert versions() == raised


def test_a_dry_run_counts_and_writes_nothing(vocabularies, write):
    OrganisationFactory(name="Papeterie du Ried", city="Sélestat")
    before = everything()
    lines = run(write(FULL), dry_run=True)
    assert lines[0] == "Dry run: nothing was written. These changes would be made:"
    assert lines[-1] == "4 rows read: 4 created, 1 changed, 0 unchanged, 0 refused."
    assert everything() == before


def test_imported_rows_are_found_by_search(vocabularies, write, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run(write(FULL))
    assert [found.name for found in Organisation.objects.matching("papeterie")] == ["Papeterie du Ried"]
    assert [str(found) for found in Member.objects.matching("durand")] == ["Zoé Durand"]


def test_existing_rows_are_updated_and_empty_cells_change_nothing(vocabularies, write):
    known = OrganisationFactory(name="Papeterie du Ried", city="SELESTAT", phone="03", latitude=1.0, longitude=2.0)
    user = UserFactory(email="zoe.durand@example.org", first_name="ZOE", language="nl", groups=["Coordinators"])
    member = MemberFactory(user=user, slug="zoe", bio="Je relie.", visibility="nobody")
    lines = run(
        write(
            "Nom;Prénom;Structure;Ville;Courriel;Adresse;Langues;Visible\n"
            "Durand;Zoé;papeterie du ried;Sélestat;ZOE.DURAND@example.org;1 rue;;\n"
        )
    )
    assert lines[-1] == "1 rows read: 0 created, 2 changed, 0 unchanged, 0 refused."
    known.refresh_from_db()
    assert (known.name, known.city, known.phone, known.address) == ("Papeterie du Ried", "SELESTAT", "03", "1 rue")
    assert (known.latitude, known.longitude) == (1.0, 2.0)
    member.refresh_from_db()
    user.refresh_from_db()
    assert (member.slug, member.organisation, member.bio, member.visibility) == ("zoe", known, "Je relie.", "nobody")
    assert (user.first_name, user.last_name, user.language) == ("ZOE", "Durand", "nl")
    assert [group.name for group in user.groups.all()] == ["Coordinators"]


def test_the_file_sets_the_visibility_of_new_entries_only(vocabularies, write):
    content = "Nom;Prénom;Courriel;Fonction;Téléphone;Visible\nDurand;Zoé;zoe@example.org;Animatrice;03;oui\n"
    run(write(content))
    zoe = Member.objects.get()
    assert (zoe.visibility, zoe.job_title_audience, zoe.organisation_audience) == ("public", "public", "public")
    assert (zoe.bio_audience, zoe.contact_audience, zoe.phone_audience, zoe.email_audience) == (
        "members", "members", "nobody", "nobody",
    )  # fmt: skip
    update_profile(zoe, visibility="nobody", job_title_audience="members")
    run(write(content.replace("Animatrice", "Directrice")))
    zoe.refresh_from_db()
    assert (zoe.job_title, zoe.visibility, zoe.job_title_audience) == ("Directrice", "nobody", "members")


def test_an_account_without_an_entry_gets_one_and_keeps_its_password(vocabularies, write):
    user = UserFactory(email="zoe@example.org", groups=["Partners"])
    user.set_password("maree-basse-17")
    user.save()
    run(write("Nom;Prénom;Courriel\nDurand;Zoé;zoe@example.org\n"))
    user.refresh_from_db()
    assert (user.member.slug, user.check_password("maree-basse-17")) == ("zoe-durand", True)
    assert [group.name for group in user.groups.all()] == ["Partners"]


def test_lines_about_one_organisation_or_person_are_merged(vocabularies, write):
    content = (
        f"{HEADINGS};Adresse;Fonction\n"
        "Durand;Zoé;Papeterie du Ried;Entreprise;zoe@example.org;67600;Sélestat;;\n"
        "Durand;Zoe;PAPETERIE  DU RIED;;ZOE@example.org;;Selestat Cedex 2;1, rue des Prés;Responsable\n"
        ";;Papeterie du Ried;;contact@example.org;;;1 Rue des Prés;\n"
    )
    assert run(write(content))[-1] == "3 rows read: 2 created, 0 changed, 0 unchanged, 0 refused."
    mill = Organisation.objects.get()
    assert (mill.city, mill.address, mill.email) == ("Sélestat", "1, rue des Prés", "contact@example.org")
    assert Member.objects.get().job_title == "Responsable"


def test_one_name_in_two_towns_is_two_organisations_and_is_refused_without_a_town(vocabularies, write):
    two = f"{HEADINGS}\n;;Sablière;Entreprise;;;Colmar\n;;Sablière;Entreprise;;;Kehl\n"
    assert refusals(write(f"{two};;SABLIERE;;;;\n")) == [
        "line 4: More than one organisation is called “SABLIERE”. Add the town.",
        "3 read, 1 refused. Nothing was written.",
    ]
    run(write(two))
    assert set(Organisation.objects.values_list("slug", "city")) == {("sabliere", "Colmar"), ("sabliere-kehl", "Kehl")}


def test_an_organisation_without_a_town_gets_that_of_the_file(vocabularies, write):
    known = OrganisationFactory(name="Sablière", city="")
    path = write(f"{HEADINGS}\n;;Sablière;;;;Colmar\n")
    assert run(path)[-1] == "1 rows read: 0 created, 1 changed, 0 unchanged, 0 refused."
    assert run(path)[-1] == "1 rows read: 0 created, 0 changed, 1 unchanged, 0 refused."
    known.refresh_from_db()
    assert known.city == "Colmar"


def test_the_leading_zero_of_postal_codes_is_restored(vocabularies, write):
    run(write(f"{HEADINGS}\n;;Forge;Entreprise;;8000;Charleville-Mézières\n"))
    assert Organisation.objects.get().postal_code == "08000"


def test_a_line_that_contradicts_an_earlier_one_is_refused(vocabularies, write):
    content = (
        f"{HEADINGS}\n"
        "Durand;Zoé;Papeterie;Entreprise;zoe@example.org;67600;Sélestat\n"
        "Durand;Zoé;Scierie;Entreprise;zoe@example.org;67600;Sélestat\n"
        "Martin;Luc;Papeterie;Association;luc@example.org;67600;Sélestat\n"
        "Martin;Luc;;;zoe@example.org;;\n"
    )
    assert refusals(write(content)) == [
        "line 3: This person belongs to another organisation on line 2.",
        "line 4: Type de structure: “association” does not match “company” on line 2.",
        "line 5: Nom: “Martin” does not match “Durand” on line 2. Prénom: “Luc” does not match “Zoé” on line 2.",
        "4 read, 3 refused. Nothing was written.",
    ]


def test_one_refused_line_prevents_the_import_and_the_report_states_the_reason(vocabularies, write, tmp_path):
    content = (
        f"{HEADINGS};Pays;Compétences;Langues;Territoire;NAF;Visible;Site web\n"
        "Durand;Zoé;Papeterie;Entreprise;zoe@example.org;67600;Sélestat;;;;;;;\n"
        "Sans;Adresse;;;;;;;;;;;;\n"
        "Faux;Courriel;;;zoe.example.org;;;;;;;;;\n"
        ";;Étrange;Entreprize;;;;;;;;;;\n"
        ";;Lointain;Entreprise;;;;Allemange;;;;;;\n"
        "Mots;Inconnus;;;m@example.org;;;;Énergie, magie, sorts;klingon;Grand Ouest;;peut-être;\n"
        ";;Code;Entreprise;;6760;Bâle;FR;;;;00.1;;http://\n"
        ";;Loin;Entreprise;;D-77694;Kehl;Suisse;;;;;;\n"
        ";;;;;67000;;;;;;;;\n"
        ";;Trop;de;cellules;;;;;;;;;;et;encore\n"
    )
    expected = [
        (3, "Courriel: Enter an email address for this person that nobody else uses."),
        (4, "Courriel: Enter a valid email address."),
        (5, "Type de structure: “Entreprize” is not known. The closest match is “Entreprise”."),
        (6, "Pays: “Allemange” is not known. The closest match is “Allemagne”."),
        (
            7,
            "Territoire: “Grand Ouest” is not known. The closest match is “Grand Est”. Compétences: “magie” "
            "is not known. Compétences: “sorts” is not known. Langues: “klingon” is not known. Visible: "
            "“peut-être” is not known.",
        ),
        (8, "NAF: “00.1” is not in any section of NACE. Site web: Enter a valid URL."),
        (9, "CP: “D-77694” is not in this country."),
        (10, "This line has neither an organisation nor a person."),
        (11, "This line has 16 cells, but there are 14 headings."),
    ]
    report = tmp_path / "refused.csv"
    lines = refusals(write(content), report=str(report))
    assert lines == [*(f"line {n}: {why}" for n, why in expected), "10 read, 9 refused. Nothing was written."]
    assert everything() == [[], [], []]
    rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows == [["File", "Line", "Reason"], *(["annuaire.csv", str(n), why] for n, why in expected)]


def test_a_new_organisation_needs_a_kind_from_its_line_or_from_the_command(vocabularies, write):
    path = write("Structure;Ville\nPapeterie;Colmar\n")
    missing = (
        "The type of organisation is missing. Fill in “Type de structure”, or use --kind for all "
        "organisations without one."
    )
    assert reason(path) == missing
    run(path, kind="company", country="DE")
    assert list(Organisation.objects.values_list("kind", "country")) == [("company", "DE")]


def test_territories_are_found_by_name_address_or_abbreviation_and_homonyms_are_named(vocabularies, write):
    for slug, name in [("cc-du-ried", "CC du Ried"), ("ried-1", "Ried"), ("ried-2", "RIED")]:
        TerritoryFactory(slug=slug, name_fr=name)
    head = "Structure;Type;Territoire\n"
    run(write(f"{head}A;Association;Communauté de communes du Ried\nB;Association;ried-2\n"))
    assert set(Organisation.objects.values_list("territory__slug", flat=True)) == {"cc-du-ried", "ried-2"}
    why = "Territoire: “ried” has more than one meaning. Use one of: ried-1, ried-2."
    assert reason(write(f"{head}C;Association;ried\n")) == why


def test_ignored_columns_and_cells_are_named(vocabularies, write):
    lines = run(write("Structure;Type;Téléfone;Remarques;Fonction\nPapeterie;PME;03;x;Chef\n"))
    assert lines[:3] == [
        "The column “Téléfone” is not imported. A similar known heading is “Telefon”.",
        "The column “Remarques” is not imported.",
        "line 2: ignored because it does not say who it belongs to: Fonction",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "annuaire.csv is empty."),
        (b"\n \n", "annuaire.csv is empty."),
        (b"Nom;Pr\x00nom\n", "annuaire.csv contains a NUL character, so it is not a CSV file."),
        (b"Nom;Pr\x81nom\n", "annuaire.csv is neither in UTF-8 nor in Windows-1252."),
        (b"PK\x03\x04...", "annuaire.csv is a workbook. Save it as “CSV UTF-8” first."),
        (b"Nom;Courriel\n", "annuaire.csv has headings but no rows."),
        (b"a;b\nc;d\n", "annuaire.csv has no known heading, such as Nom, Prénom, Structure or Courriel."),
        (b"CP;Ville\n67000;Strasbourg\n", "annuaire.csv has no column for a name: add Structure, or Nom and Prénom."),
        (
            b"Nom;Mail;Courriel\na;b;c\n",
            ("annuaire.csv has two columns for the same information: “Mail” and “Courriel”."),
        ),
        (b"Nom;Mail;Nom\na;b;c\n", "annuaire.csv has two columns for the same information: “Nom” and “Nom”."),
        (
            b'Nom;Mail\na;b\n"c;d\ne;f\n',
            "annuaire.csv is not a CSV file: the quotation mark opened on line 3 is never closed.",
        ),
        (
            b'Nom;Mail\n"a"b;c\n',
            "annuaire.csv is not a CSV file: there is a quotation mark inside a cell on line 2.",
        ),
        (
            b"Nom;Mail\n" + b"a" * 140_000,
            "annuaire.csv is not a CSV file: the cell on line 2 is too long.",
        ),
        (b"Nom;Mail\n" + b"a;b\n" * 20_001, "annuaire.csv is not a CSV file: it has more than 20000 rows."),
        (b"x" * (16 * 1024**2 + 1), "annuaire.csv is larger than 16 MB."),
    ],
)
def test_an_invalid_file_gets_one_clear_message(write, content, message):
    assert refusals(write(content)) == [message]


@pytest.mark.parametrize("number", [1, 3])
def test_writing_takes_the_same_statements_however_many_there_are(vocabularies, write, number):
    lines = [
        f"Durand{n};Zoé;Papeterie {n};Entreprise;zoe{n}@example.org;67600;Sélestat;fr;eau\n" for n in range(number)
    ]
    path = write(f"{HEADINGS};Langues;Compétences\n" + "".join(lines))
    ContentType.objects.get_for_models(User, Member, MemberSearchText, Organisation)  # cached per process
    # SQLite's full-text search runs a query before it writes its entries.
    with statements("directory: the import", plus=2 * (connection.vendor == "sqlite")):
        run(path)
    with statements("directory: the import again"):
        run(path)


CELLS = st.text(max_size=12) | st.sampled_from(
    ["Colmar", "67000", "PME", "a@example.org", "fr", "17.12", "44", "oui", '"']
)
TABLES = st.lists(st.lists(CELLS, max_size=8), max_size=5).map(
    lambda rows: "\n".join([f"{HEADINGS};NAF", *(";".join(cells) for cells in rows)]).encode(errors="replace")
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=300) | TABLES)
def test_no_input_causes_a_traceback(write, content):
    try:
        conclusion = run(write(content))[-1]
    except CommandError as refused:
        conclusion = str(refused)
    assert conclusion.endswith(".")
