"""Agencies (中介服务机构): entry, what is on file, and where they are admitted (docs/rules.md §2.2).

One aggregate per unified social credit code. It holds four things:

- the *dossier* (`dossier.py`): nine sections that the agency writes as a draft, in any order;
- the *register* (`register.py`): the same sections as they were checked, every entry with the instants
  between which it counted, so that any past instant can be read exactly;
- one *admission* per service type (`agency.py`): the state machine of §2.2 (`states.py`) with the history of
  its standings, so that an agency can be restricted in surveying and active in cost consulting;
- at most one *filing* (`agency.py`): the round under check. A first entry and a later change are the same
  thing: the sections whose draft differs from the register are checked, by the operator for form and, where a
  service type is concerned, by that type's department; what is passed goes from the draft into the register,
  and until then the old register stays live.

Two rules keep the reading of states simple. A standing that ends by the clock (a suspension, the running out
of a certificate) is settled by `lapsing.settle`, the same function for the timer, for every command and for
every reader, so a late timer changes nothing. A block (失信名单) is an interval of the agency that lies over
its admissions: at the end of the list entry the previous state shows again without anybody's doing.

There is no quota and no filter by locality: no field could hold one (policy 二(四)1-2).
"""
