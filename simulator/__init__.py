"""A stand-in for the WeChat platform: for rehearsals, tests and measurements without Tencent.

It is a server of its own. It pushes signed messages to the bot and answers the bot's API calls as the
platform's documents describe, and it speaks nothing but HTTP with the bot, so that both sides check each
other.
"""
