"""From publicity to the award and its acceptance, or to the next reserve (docs/rules.md §2.1, §2.3).

`recheck` asks the gates once more, `awarding` ends the publicity, `acceptance` runs the winner's clocks,
`reserves` walks the stored order, `substitution` puts the next one in publicity or fails the notice.
"""
