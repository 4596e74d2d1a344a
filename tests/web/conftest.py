"""What holds for every answer of the API, whichever test asks: it is what its schema in the contract says."""

from tests.answers import answers_as_the_contract_says

__all__ = ["answers_as_the_contract_says"]
