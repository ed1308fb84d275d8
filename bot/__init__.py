"""The assistant as the platform sees it: the door, the conversation, and what it sends."""
