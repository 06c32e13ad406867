from website.core.normalisation import comparison_key, free_slug, tidy, town_key


def test_invisible_characters_are_removed_and_spaces_collapsed():
    assert tidy("\u00a0 E\u0301nergie\u202f\t&\u200b\n eau\ufeff\x07 ") == "Énergie & eau"


def test_the_comparison_key_ignores_case_accents_ligatures_and_punctuation():
    assert comparison_key("Communauté d’agglomération «\u00a0Val d’Œuvre\u00a0»") == comparison_key(
        "COMMUNAUTE D'AGGLOMERATION VAL D OEUVRE"
    )
    assert comparison_key("Weiße Elster") == "weisse elster"


def test_the_key_of_a_town_ignores_cedex_and_expands_saint():
    assert town_key("St-Dié-des-Vosges CEDEX 2") == town_key("Saint-Dié des Vosges")
    assert town_key("Ste-Marie-aux-Mines") == town_key("Sainte-Marie-aux-Mines")


def test_a_slug_is_the_first_free_candidate_and_then_numbered():
    taken = {"val-d-oeuvre"}
    slugs = [free_slug(taken, "Val d’Œuvre", "Val d’Œuvre Colmar", max_length=80) for _ in range(3)]
    assert slugs == ["val-d-oeuvre-colmar", "val-d-oeuvre-2", "val-d-oeuvre-3"]
    assert free_slug(set(), "???", "organisation", max_length=80) == "organisation"
