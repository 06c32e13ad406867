import pytest
from tests.factories.sheets import *
from tests.factories.people import *
pytestmark = pytest.mark.django_db
def test_smoke(site, client):
    user = UserFactory()
    client.force_login(user)
    assert client.get("/fr/my/sheets/").status_code == 200
    r = client.get("/fr/my/sheets/new/")
    __import__("pathlib").Path("/tmp/w/sheets/new.html").write_text(r.content.decode())
    r = client.post("/fr/my/sheets/new/", complete_post(photos=[{"file": picture(), "credit":"C","description":"D"}], documents=[{"file": pdf()}], steps=[{"text":"Un", "date":"2024-01-02"}], keywords="chaleur fatale, serre", exchanges=[{"description":"x","quantity":"1 250,5","unit":"MWh","period":"year"}]))
    __import__("pathlib").Path("/tmp/w/sheets/post.html").write_text(r.content.decode())
    assert r.status_code == 302, r.status_code
    assert client.get(r.url).status_code == 200
    pk = SheetPage.objects.get().pk
    r = client.get(f"/fr/my/sheets/{pk}/"); assert r.status_code == 200
    r = client.get(f"/fr/my/sheets/{pk}/preview/"); assert r.status_code == 200
    r = client.post(f"/fr/my/sheets/{pk}/submit/"); assert r.status_code == 302
    s = SheetPage.objects.get()
    print(s.status, s.get_latest_revision_as_object().exchanges.all())
    approve_sheet(UserFactory(groups=["Coordinators"]), s)
    r = client.get("/fr/fiches/"); assert s.title in r.content.decode().replace("&#x27;","'")
    r = client.get(SheetPage.objects.get().get_absolute_url()); assert r.status_code == 200
    __import__("pathlib").Path("/tmp/w/sheets/pub.html").write_text(r.content.decode())
