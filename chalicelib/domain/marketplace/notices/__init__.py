"""Purchase notices (采购公告): what they say and their life, docs/rules.md §2.1 and §4.4.

`state` is the table of moves, `content` the fields, `notice` the aggregate. Drafting: `drafts`, `steps`,
`checks`, `clauses`. Life: `review`, `publication`, `amendments`, `withdrawal`, `opening`, `selection`,
`low_price`; what follows the publicity stands in the package `awards`. `timeline` answers what holds now,
`due` what time does next, `visibility` what the public may read.
"""
