"""Property tests of the kernel: a busy machine is no reason to fail, so examples have no time limit."""

from hypothesis import settings

settings.register_profile("kernel", deadline=None)
settings.load_profile("kernel")
