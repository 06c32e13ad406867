import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.texts import *
pytestmark = pytest.mark.django_db
KINDS = {"news": (full_news, "actualites"), "watch": (full_note, "veille"), "tools": (full_tool, "outils"), "albums": (full_album, "mediatheque"), "approaches": (full_approach, "demarches")}

def count(client, path):
    with CaptureQueriesContext(connection) as c:
        r = client.get(path)
    assert r.status_code == 200, path
    return len(c), c

@pytest.mark.parametrize("name", KINDS)
def test_counts(site, client, name):
    make, slug = KINDS[name]
    out = {}
    for n in (1, 3):
        while True:
            have = 0 if n == 1 and not out else None
            break
        start = 0 if n == 1 else 1
        pages = [make(i) for i in range(start, n)]
        for path in (f"/fr/{slug}/", f"/fr/{slug}/?theme=energy&territory=france&country=FR&q=t", f"/fr/feeds/{name}.atom", f"/fr/feeds/{name}.csv", f"/fr/feeds/{name}.json", pages[-1].url.replace("http://testserver",""), pages[-1].url.replace("http://testserver","").replace(f"/fr/{slug}",{"news":"/de/aktuelles","watch":"/de/monitoring","tools":"/de/werkzeuge","albums":"/de/mediathek","approaches":"/de/initiativen"}[name])):
            client.get(path)
            from django.core.cache import cache
            if "feeds" in path: cache.clear(); client.get("/fr/")
            k = path if n == 1 else path
            num, c = count(client, path)
            out.setdefault(path if pages[-1].slug not in path else path.replace(pages[-1].slug, "X"), []).append(num)
            if "X" in (path.replace(pages[-1].slug, "X")) and n == 3:
                print("\n".join(q["sql"][:170] for q in c))
    for k, v in out.items(): print("COUNT", k, v)

@pytest.mark.parametrize("path", ["/fr/", "/fr/search/?q=texte", "/fr/search/?q=nouvelle&in=news", "/fr/search/", "/fr/accounts/login/"])
def test_home(site, client, path):
    from website.events.models import EventPage
    from experiences.sheets.models import SheetPage
    res = []
    for n in (1, 3):
        for i in range(0 if n == 1 else 1, n):
            for make, _s in KINDS.values(): make(i, **({"summary": "texte"}))
            make_page(EventPage, title=f"Ev texte {i}"); make_page(SheetPage, title=f"Sheet texte {i}", themes=Theme.objects.all()[:2])
        client.get(path)
        num, c = count(client, path); res.append(num)
    print("COUNT", path, res)
    print("\n".join(q["sql"][:170] for q in c))
