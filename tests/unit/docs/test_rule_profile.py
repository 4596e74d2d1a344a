from infra.rulebook import PAGE, document


def test_the_page_of_the_rule_profile_is_written_from_the_profile() -> None:
    assert PAGE.read_text(encoding="utf-8") == document()
