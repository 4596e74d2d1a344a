"""Ratings, work orders and callbacks (好差评, 差评闭环, 回访): pure rules of the satisfaction context."""
