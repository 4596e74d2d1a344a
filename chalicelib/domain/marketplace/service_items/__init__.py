"""Service items (中介服务事项): what an owner may have to buy, by which law, from whom (docs/rules.md §4.3).

`content` holds the ten unified elements and the further fields, `checklist` the six forbidden kinds, `item`
the versions and their states, `editing` and `publishing` the commands, `turning` what time does,
`difference` what a version changed.
"""
