"""Surveys by link (问卷链接): one person of a campaign, one text, one answer."""
