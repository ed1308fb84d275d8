"""The door to WeChat: connections, the envelope, what is pushed, and the pages beside it."""
