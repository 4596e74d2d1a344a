"""The contract (合同) of a purchase and what is delivered under it: docs/rules.md §2.1, §2.4, §4.5.

They are phases of the notice and not an aggregate of their own: `signing` makes the contract, `carrying_out`
publishes and files it, `changes` alters it by agreement of both sides, `paying` follows its price,
`delivering` takes the result to its acceptance, `archiving` puts the whole purchase away.
"""
