"""The bare reference: a secure-mode echo with wechatpy and Flask, the least that a push needs.

Signature, decryption, parsing, reply, encryption, each by wechatpy as its documentation shows; no database,
no words of its own. Run by gunicorn as `bench.echo_reference:application`; the account comes from the same
variables as ours.
"""

import os

from flask import Flask, abort, request
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.utils import check_signature

if os.environ.get("ECHO_ON_ONE_PROCESSOR"):  # for comparison: what the assistant does for itself
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
TOKEN = os.environ["HEXI_WECHAT__TOKEN"]
crypto = WeChatCrypto(TOKEN, os.environ["HEXI_WECHAT__ENCODING_AES_KEY"], os.environ["HEXI_WECHAT__APP_ID"])
application = Flask(__name__)


@application.route("/wechat", methods=["GET", "POST"])
def wechat() -> str:
    """Answer the URL check with its echo, and every text with the text."""
    timestamp, nonce = request.args.get("timestamp", ""), request.args.get("nonce", "")
    try:
        check_signature(TOKEN, request.args.get("signature", ""), timestamp, nonce)
    except InvalidSignatureException:
        abort(403)
    if request.method == "GET":
        return request.args.get("echostr", "")
    try:
        inner = crypto.decrypt_message(request.data, request.args.get("msg_signature", ""), timestamp, nonce)
    except (InvalidSignatureException, InvalidAppIdException):
        abort(403)
    message = parse_message(inner)
    words = message.content if message.type == "text" else message.type
    sealed: str = crypto.encrypt_message(create_reply(words, message).render(), nonce, timestamp)
    return sealed
