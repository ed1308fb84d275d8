"""The language of the chat: a normaliser and small grammars for what residents and staff write.

Everything here is pure: text and, where it matters, the moment it was sent go in; typed findings with their
spans come out. Nothing is downloaded, nothing reads a clock, and no text of any kind raises. What a text
leaves open is absent: wrong is worse than asking.
"""
