"""Commands and queries about problems that several people raise."""
