"""Large plans: the same seed gives the same bytes, and the gold fits the size."""

from corpora.render import RENDERERS
from corpora.synthesize import synthesize
from corpora.validate import find_problems


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, again = synthesize(70, seed=5), synthesize(70, seed=5)
    assert first[1] == again[1]
    assert all(RENDERERS[extension](first[0]) == RENDERERS[extension](again[0]) for extension in ("docx", "pdf"))


def test_another_seed_gives_another_plan() -> None:
    assert synthesize(70, seed=5)[1] != synthesize(70, seed=6)[1]


def test_a_plan_has_as_many_measures_as_asked_each_with_its_own_wording() -> None:
    _, gold = synthesize(130, seed=1)
    texts = [measure["text"] for measure in gold["plans"][0]["measures"]]
    assert (len(texts), len(set(texts))) == (130, 130)


def test_gold_of_a_large_plan_is_valid() -> None:
    layout, gold = synthesize(130, seed=1)
    assert find_problems(layout, gold) == []
