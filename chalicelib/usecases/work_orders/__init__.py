"""Work orders about bad ratings: opened with the rating, moved by people and by the clock."""
