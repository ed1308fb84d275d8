"""Notices 通知 (clause 3.3: nothing is published without the office's approval): what one says, to whom, and its states."""
