import pytest

from chalicelib.domain.ledger import verify_chain
from chalicelib.kernel.errors import NotFound
from chalicelib.store.vault import fingerprint
from infra.local.faults import StaleRead
from infra.local.injector import faults
from tests.store.shop import Shop, insist, touch
from tests.store.weather import Weather

REF = "vault_contact"
VALUE = {"name": "张三", "phone": "13800000000"}


def put(shop: Shop, value: dict[str, str] = VALUE, ref: str = REF) -> None:
    shop.transact(lambda uow, _: uow.vault.put(ref, value, "public-contact"))


def test_a_personal_value_is_read_back_as_it_was_put(shop: Shop, weather: Weather) -> None:
    with weather.blowing():
        insist(lambda: put(shop))
        assert insist(lambda: shop.vault.open(REF)) == VALUE


def test_nothing_stored_shows_a_personal_value(shop: Shop) -> None:
    put(shop)

    (item,) = shop.tables.vault.scan()
    stored = f"{item.pk} {item.sealed} {item.salt}"
    assert "张三" not in stored
    assert "13800000000" not in stored


def test_an_erased_value_is_gone_for_good_and_the_chain_still_verifies(shop: Shop) -> None:
    shop.add_notice()
    item = shop.vault.seal(REF, VALUE, "public-contact")
    shop.transact(lambda uow, _: touch(uow, contact=REF, contact_hmac=fingerprint(item, VALUE)))
    put(shop)

    shop.transact(lambda uow, _: uow.vault.erase(REF))

    with pytest.raises(NotFound) as refused:
        shop.vault.open(REF)
    assert refused.value.code == "erased"
    assert list(shop.tables.vault.scan()) == []
    _, _, head = shop.stored()
    assert verify_chain(shop.days.chain("NOTICE#n_1"), head, "NOTICE#n_1") == []


def test_two_fingerprints_of_one_value_differ_so_that_nobody_can_guess_it(shop: Shop) -> None:
    one, other = (shop.vault.seal(REF, VALUE, "public-contact") for _ in range(2))

    assert fingerprint(one, VALUE) != fingerprint(other, VALUE)
    assert fingerprint(one, VALUE) == fingerprint(one, VALUE)


def test_a_value_just_put_is_read_even_if_a_replica_lags(shop: Shop) -> None:
    put(shop)
    with faults(StaleRead()):
        put(shop, {"name": "李四"})

        assert shop.vault.open(REF) == {"name": "李四"}
        assert shop.vault.open_many([REF]) == {REF: {"name": "李四"}}


def test_many_values_are_opened_together_and_erased_ones_left_out(shop: Shop, weather: Weather) -> None:
    refs = [f"vault_{number}" for number in range(130)]
    for ref in refs[:-1]:
        put(shop, {"name": ref}, ref)

    with weather.blowing():
        opened = insist(lambda: shop.vault.open_many(refs))

    assert opened == {ref: {"name": ref} for ref in refs[:-1]}
