"""Where the vault holds what a finding of the self-evaluation says."""


def finding_refs(finding: str) -> dict[str, str]:
    """Return the places of a finding's text and of the policy measure that it is about."""
    return {name: f"FINDING#{finding}/{name}" for name in ("said", "policy-measure")}
