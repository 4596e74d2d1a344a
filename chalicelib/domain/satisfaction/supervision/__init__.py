"""What the regulator does about a unit: a talk (约谈) or a praise, and what becomes of it (clause 四(三))."""
