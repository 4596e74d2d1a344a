"""Commands and queries about items of the hotline, 吐槽找茬 and 办不成事."""
