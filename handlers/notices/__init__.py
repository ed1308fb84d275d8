"""Notices 公告 in the chat (clause 3.3): drafted by one of the office, approved by another, stopped, looked at."""
