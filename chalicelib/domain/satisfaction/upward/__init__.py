"""Reports to the provincial system: what it was told of each rating, and what it says it has."""
