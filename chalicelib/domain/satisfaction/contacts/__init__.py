"""The contact ledger: who was asked when, by text message, call or visit; nobody is asked twice."""
