"""A mail server for the tests: prints its port, then every mail it accepts, one JSON object a line.

    smtp_server.py [--port N] [--tls CERTIFICATE KEY --login USER PASSWORD]

With --tls it takes nothing before STARTTLS and the right login. An address that begins with "okand" does not exist.
"""

import argparse
import asyncio
import email
import email.policy
import json
import logging
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def say(what):
    print(json.dumps(what), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("okand"):
            return "550 5.1.1 there is no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = [part for part in mail.walk() if not part.is_multipart()]
        body = {part.get_content_type(): part.get_content() for part in parts if not part.is_attachment()}
        files = {part.get_filename(): part.get_content() for part in parts if part.is_attachment()}
        say(
            {
                "recipients": envelope.rcpt_tos,
                "encrypted": session.ssl is not None,
                "signed_in": bool(session.authenticated),
                "type": mail.get_content_type(),
                "headers": {name.lower(): str(value) for name, value in mail.items()},
                "plain": body.get("text/plain", ""),
                "html": body.get("text/html", ""),
                "files": files,
            }
        )
        return "250 OK"


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"))
    parser.add_argument("--login", nargs=2, metavar=("USER", "PASSWORD"))
    return parser.parse_args()


def options(chosen):
    if not chosen.tls:
        return {}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*chosen.tls)
    right = tuple(word.encode() for word in chosen.login)

    def authenticate(server, session, envelope, mechanism, data):
        # Not "handled": the server is to say 535 by itself.
        return AuthResult(success=(data.login, data.password) == right, handled=False)

    return {
        "tls_context": context,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": authenticate,
    }


async def main():
    chosen = arguments()
    # A client that trusts nobody is part of the tests, not something to print.
    logging.disable(logging.CRITICAL)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), **options(chosen)), "127.0.0.1", chosen.port)
    say({"port": server.sockets[0].getsockname()[1]})
    # The test holds our input open for as long as it lives.
    await loop.run_in_executor(None, sys.stdin.read)
    # Whoever still holds a connection is not waited for: what was accepted has been said.
    sys.stdout.flush()
    os._exit(0)


asyncio.run(main())
