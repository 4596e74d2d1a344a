"""Registrations and sealed quotes (报名与报价): docs/rules.md §2.3 and §4.5.

`declaration` is what an agency states about its relations, `quote` the open text and its checks, `receipt`
the hash that binds both sides, `padding` hides lengths, `sealed` is the aggregate under its slot,
`registering` its commands, `outcome` what became of a quote after the opening.
"""
