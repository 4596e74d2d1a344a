from infra.diagrams import PAGE, document


def test_the_diagrams_are_drawn_from_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == document()
