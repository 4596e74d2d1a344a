"""What holds for every test: no network beyond this machine, and properties without a stopwatch."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
