"""Nomination of agencies by a department's list (policy 二(四)3, docs/rules.md §2.2 and design of imports).

`template` names the columns, `parsing` checks every row and reports all
errors, `preview` says what would change, `imports` is the life of one import, `error_file` gives the
errors back as a file that a spreadsheet cannot be tricked by.
"""
