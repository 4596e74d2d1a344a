from bench.drawing import literal_draw
from chalicelib.domain.marketplace.selection.draw import permutation

SEED = "8e8f1d33085a04598cc0780d88352a6104a45e20db66d4d63a3e44c55ceb687b"
NOTICE_NO = "ZJ-370700-2026-000042"
IDS = ("91110000600037341L", "91350100M000100Y43", "91370700MA3C0000X7", "91370705123456789B")
ORDER = ("91350100M000100Y43", "91110000600037341L", "91370700MA3C0000X7", "91370705123456789B")


def test_the_literal_draw_gives_the_order_of_the_rule_books_example() -> None:
    assert tuple(literal_draw(SEED, NOTICE_NO, IDS)) == ORDER


def test_the_products_draw_and_the_literal_one_agree_across_blocks() -> None:
    ids = tuple(f"{number:018d}" for number in range(9000))

    assert tuple(literal_draw(SEED, NOTICE_NO, ids)) == permutation(SEED, NOTICE_NO, ids)
