# SPDX-License-Identifier: GPL-2.0-or-later
"""Saying, correcting, taking back and reacting on the web API, as the API and people on IRC see it; webhooks."""
import json
import os
import pathlib
import re
import subprocess

from calls import ApiTestCase, PASSWORD, Shared, new_name
from room_operations_test import RoomTestCase


class Watcher:
    """Somebody on IRC who knows everything, in a channel."""

    def __init__(self, name, channel=None, capabilities="message-tags server-time account-tag batch draft/multiline draft/message-redaction n-3-0.github.io/edit",
                 password=PASSWORD):
        self.client = Shared.server.irc(name, password)
        if capabilities:
            self.client.send(f"CAP REQ :{capabilities}")
            self.client.expect(" ACK ")
        if channel:
            self.client.send(f"JOIN {channel}")
            self.client.expect(" 366 ")

    def __enter__(self):
        return self.client

    def __exit__(self, *_):
        self.client.socket.close()


def tags(line):
    if not line.startswith("@"):
        return {}
    return dict(tag.partition("=")[::2] for tag in line[1:line.index(" ")].split(";"))


class Posting(RoomTestCase):
    def setUp(self):
        self.here, self.founder, self.founder_token, (self.first,) = self.channel("first")
        self.name, self.token, _ = self.person()
        self.where = {"id": self.here["id"]}
        self.irc_channel = self.here["irc_channel"]

    def say(self, text, status=201, **more):
        return self.call("postRoomMessage", status, parameters=self.where, body={"text": text, **more}, token=self.token)

    def test_MessageIsSeenOnIrcAndInTheHistoryOnce(self):
        with Watcher(self.founder, self.irc_channel) as watcher, \
                Watcher(self.person()[0], self.irc_channel, "") as plain:
            said = self.say("hello from the API", reply_to=self.first)
            line = watcher.expect("hello from the API")
            self.assertIn(f":{self.name}!{self.name}@api.alloquy PRIVMSG {self.irc_channel} :", line)
            seen = tags(line)
            self.assertEqual((seen["msgid"], seen["account"], seen["+draft/reply"]), (said["id"], self.name, self.first))
            self.assertEqual(seen["time"], said["sent_at"])
            self.assertEqual(plain.expect("hello from").strip(),
                             f":{self.name}!{self.name}@api.alloquy PRIVMSG {self.irc_channel} :hello from the API")
            watcher.send("CAP REQ :draft/chathistory")
            watcher.expect(" ACK ")
            watcher.send(f"CHATHISTORY LATEST {self.irc_channel} * 10")
            self.assertEqual(tags(watcher.expect("hello from the API"))["msgid"], said["id"])
        self.assertEqual(said["author"]["username"], self.name)
        self.assertEqual(said["reply_to"], self.first)
        self.assertIsNone(said["webhook"])
        page = self.call("listRoomMessages", 200, parameters=self.where, token=self.token)
        self.assertEqual([item["id"] for item in page["items"]], [self.first, said["id"]])

    def test_SeveralLinesStayOneMessage(self):
        with Watcher(self.founder, self.irc_channel) as watcher:
            said = self.say("one\n\n" + "x" * 1000)
            opened = watcher.expect(" BATCH +")
            self.assertEqual(tags(opened)["msgid"], said["id"])
            watcher.expect(":one")
            watcher.expect(" BATCH :-")
        self.assertEqual(said["text"], "one\n\n" + "x" * 1000)

    def test_NoticesAndActionsAreSaidAsWhatTheyAre(self):
        with Watcher(self.founder, self.irc_channel) as watcher:
            self.assertTrue(self.say("beware", notice=True)["notice"])
            watcher.expect(f"NOTICE {self.irc_channel} :beware")
            self.say("\x01ACTION waves\x01")
            watcher.expect("\x01ACTION waves\x01")

    def test_RetriesSayItOnce(self):
        with Watcher(self.founder, self.irc_channel) as watcher:
            said = self.say("only once", nonce="n-1")
            again = self.say("only once", status=200, nonce="n-1")
            self.assertEqual(again["id"], said["id"])
            header = Shared.server.request(
                "POST", f"/api/v1/rooms/{self.here['id']}/messages", b'{"text": "only once"}', self.token,
                {"Idempotency-Key": "n-1"})
            self.assertEqual((header.status, header.json()["id"]), (200, said["id"]))
            self.say("another")
            watcher.expect("only once")
            self.assertIn("another", watcher.expect("PRIVMSG"))
        self.call("postRoomMessage", 409, parameters={"id": self.room("#general", self.token)["id"]},
                  body={"text": "only once", "nonce": "n-1"}, token=self.token, code="nonce_reused")
        # Names are each sender's own.
        self.call("postRoomMessage", 201, parameters=self.where, body={"text": "mine", "nonce": "n-1"},
                  token=self.founder_token)
        answer = Shared.server.request("POST", f"/api/v1/rooms/{self.here['id']}/messages", b'{"text": "x"}', self.token,
                                       {"Idempotency-Key": "n" * 65})
        self.assertEqual((answer.status, answer.json()["field"]), (400, "Idempotency-Key"))

    def test_WhatCantBeSaidIsRefusedByName(self):
        for body, field in (
                ({"text": ""}, "text"), ({"text": " \n "}, "text"), ({"text": "x" * 16385}, "text"),
                ({"text": "x\n" * 100 + "x"}, "text"), ({"text": "\x01VERSION\x01"}, "text"), ({"text": "a\rb"}, "text"),
                ({"text": "x", "reply_to": "1"}, "reply_to"), ({"text": "x", "reply_to": "x"}, "reply_to"),
                ({"text": "x", "nonce": ""}, "nonce"), ({"text": "x", "nonce": "n" * 65}, "nonce")):
            self.call("postRoomMessage", 400, parameters=self.where, body=None, raw=json.dumps(body).encode(),
                      token=self.token, field=field)
        elsewhere = self.channel("elsewhere")[3][0]
        self.call("postRoomMessage", 400, parameters=self.where, body={"text": "x", "reply_to": elsewhere},
                  token=self.token, field="reply_to")
        self.call("postRoomMessage", 404, parameters={"id": "1"}, body={"text": "x"}, token=self.token, code="room_not_found")
        self.call("postRoomMessage", 401, parameters=self.where, body={"text": "x"})
        self.assertEqual(self.texts("listRoomMessages", self.token, parameters=self.where), ["first"])

    def test_BansAndModerationHoldHereToo(self):
        with Watcher(self.founder, self.irc_channel) as founder:
            founder.send(f"MODE {self.irc_channel} +b {self.name}!*@*")
            founder.expect(" MODE ")
            self.call("postRoomMessage", 403, parameters=self.where, body={"text": "x"}, token=self.token, code="banned")
            founder.send(f"MODE {self.irc_channel} -b+m {self.name}!*@*")
            founder.expect(" MODE ")
            self.call("postRoomMessage", 403, parameters=self.where, body={"text": "x"}, token=self.token, code="moderated")
            self.call("postRoomMessage", 201, parameters=self.where, body={"text": "x"}, token=self.founder_token)

    def test_EditsAreSeenAndAreTheAuthorsAlone(self):
        said = self.say("helo")
        one = dict(self.where, message=said["id"])
        with Watcher(self.founder, self.irc_channel) as watcher:
            edited = self.call("editRoomMessage", 200, parameters=one, body={"text": "hello"}, token=self.token)
            self.assertEqual((edited["id"], edited["text"]), (said["id"], "hello"))
            self.assertIsNotNone(edited["edited_at"])
            self.assertEqual(tags(watcher.expect(":hello"))["+n-3-0.github.io/edit"], said["id"])
        same = self.call("editRoomMessage", 200, parameters=one, body={"text": "hello"}, token=self.token)
        self.assertEqual(same, edited)
        self.assertEqual(self.texts("listRoomMessages", self.token, parameters=self.where), ["first", "hello"])
        for token in (self.founder_token, self.owner()):
            self.call("editRoomMessage", 403, parameters=one, body={"text": "x"}, token=token, code="not_yours")
        self.call("editRoomMessage", 400, parameters=one, body=None, raw=b'{"text": " "}', token=self.token, field="text")
        self.call("editRoomMessage", 404, parameters=dict(one, message="1"), body={"text": "x"}, token=self.token,
                  code="message_not_found")

    def test_MessagesAreTakenBackByTheirAuthorAndByModerators(self):
        mine, other = self.say("oops"), self.say("rude")
        first, second = (dict(self.where, message=one["id"]) for one in (mine, other))
        self.call("deleteRoomMessage", 403, parameters=dict(self.where, message=self.first), token=self.token, code="not_yours")
        with Watcher(self.founder, self.irc_channel) as watcher:
            self.call("deleteRoomMessage", 204, parameters=first, token=self.token)
            watcher.expect(f"REDACT {self.irc_channel} {mine['id']}")
            self.call("deleteRoomMessage", 204, parameters=second, token=self.founder_token)
            watcher.expect(f"REDACT {self.irc_channel} {other['id']}")
        for token in (self.token, self.owner()):
            self.call("deleteRoomMessage", 404, parameters=first, token=token, code="message_not_found")
        self.call("deleteRoomMessage", 204, parameters=dict(self.where, message=self.first), token=self.owner())
        page = self.call("listRoomMessages", 200, parameters=self.where, token=self.token)
        self.assertEqual([item["text"] for item in page["items"]], ["", "", ""])

    def test_ReactionsAreGivenAndTakenBack(self):
        one = dict(self.where, message=self.first, value="\U0001f44d")
        with Watcher(self.founder, self.irc_channel) as watcher:
            for _ in range(2):
                self.call("addReaction", 204, parameters=one, token=self.token)
            seen = tags(watcher.expect(" TAGMSG "))
            self.assertEqual((seen["+draft/react"], seen["+draft/reply"], seen["account"]), ("\U0001f44d", self.first, self.name))
            shown = self.call("getRoomMessage", 200, parameters=one, token=self.token)["reactions"]
            self.assertEqual([(item["value"], item["count"]) for item in shown], [("\U0001f44d", 1)])
            for _ in range(2):
                self.call("removeReaction", 204, parameters=one, token=self.token)
            self.assertIn("+draft/unreact", tags(watcher.expect(" TAGMSG ")))
        self.assertEqual(self.call("getRoomMessage", 200, parameters=one, token=self.token)["reactions"], [])
        self.call("addReaction", 400, parameters=dict(one, value="x" * 257), token=self.token, field="value")
        self.call("removeReaction", 400, parameters=dict(one, value="a\nb"), token=self.token, field="value")
        self.call("addReaction", 404, parameters=dict(one, message="1"), token=self.token, code="message_not_found")

    def test_MessageHasAtMost50DifferentReactions(self):
        one = dict(self.where, message=self.first)
        for number in range(50):
            self.call("addReaction", 204, parameters=dict(one, value=f"r{number}"), token=self.token)
        self.call("addReaction", 413, parameters=dict(one, value="one more"), token=self.token, code="too_many_reactions")
        self.call("addReaction", 204, parameters=dict(one, value="r7"), token=self.founder_token)

    def test_DirectMessagesReachTheirTwo(self):
        other, other_token, _ = self.person()
        with Watcher(other) as watcher, Watcher(self.name, None, "message-tags echo-message draft/message-redaction") as own:
            said = self.call("postDirectMessage", 201, parameters={"username": other}, body={"text": "psst"}, token=self.token)
            self.assertIn(f":{self.name}!{self.name}@api.alloquy PRIVMSG {other} :psst", watcher.expect(":psst"))
            self.assertIn(f" PRIVMSG {other} :psst", own.expect(":psst"))
            one = {"id": said["room_id"], "message": said["id"]}
            self.call("deleteRoomMessage", 403, parameters=one, token=other_token, code="not_yours")
            self.call("editRoomMessage", 200, parameters=one, body={"text": "hush"}, token=self.token)
            watcher.expect(":hush")
            self.call("addReaction", 204, parameters=dict(one, value="+1"), token=other_token)
            own.expect(" TAGMSG ")
            self.call("deleteRoomMessage", 204, parameters=one, token=self.token)
            watcher.expect(f" REDACT {other} {said['id']}")
        self.call("postDirectMessage", 404, parameters={"username": "nobody"}, body={"text": "x"}, token=self.token,
                  code="account_not_found")
        self.call("postDirectMessage", 400, parameters={"username": other}, body=None, raw=b"{}", token=self.token, field="text")


class Bots(RoomTestCase):
    def setUp(self):
        self.owner_name, self.token, _ = self.person()
        self.name = new_name()
        made = self.call("createBot", 201, body={"username": self.name, "display_name": "Helper"}, token=self.token)
        self.bot, self.secret = made["account"], made["token"]

    def test_TheirTokenIsGoodEverywhereAndMakesNothing(self):
        self.assertEqual(self.bot["display_name"], "Helper")
        me = self.call("getMyAccount", 200, token=self.secret)
        self.assertEqual(me["id"], self.bot["id"])
        self.assertEqual(me["bot_owner_id"], self.call("getMyAccount", 200, token=self.token)["id"])
        for operation, body in (("createBot", {"username": new_name()}), ("createMyAppPassword", {"name": "x", "scopes": ["irc"]})):
            self.call(operation, 403, body=body, token=self.secret, code="session_required")
        with Watcher(self.name, capabilities="", password=self.secret) as irc:
            # The mode follows the welcome.
            irc.expect("+B")
            irc.send(f"WHOIS {self.name}")
            self.assertIn(self.name, irc.expect(" 335 "))

    def test_WhatTheySayIsMarked(self):
        here, founder, _, _ = self.channel("first")
        with Watcher(founder, here["irc_channel"]) as watcher, \
                Watcher(self.name, here["irc_channel"], "", self.secret) as irc:
            self.call("postRoomMessage", 201, parameters={"id": here["id"]}, body={"text": "by the API"}, token=self.secret)
            self.assertIn("bot", tags(watcher.expect("by the API")))
            irc.send(f"PRIVMSG {here['irc_channel']} :by IRC")
            self.assertIn("bot", tags(watcher.expect("by IRC")))

    def test_BelongToWhoMadeThem(self):
        self.assertEqual([bot["id"] for bot in self.call("listBots", 200, token=self.token)["items"]], [self.bot["id"]])
        other = self.person()[1]
        self.assertEqual(self.call("listBots", 200, token=other)["items"], [])
        for operation in ("renewBotToken", "deleteBot"):
            self.call(operation, 404, parameters={"id": self.bot["id"]}, token=other, code="bot_not_found")
        renewed = self.call("renewBotToken", 201, parameters={"id": self.bot["id"]}, token=self.token)["token"]
        self.call("getMyAccount", 401, token=self.secret)
        self.call("getMyAccount", 200, token=renewed)
        self.call("createBot", 409, body={"username": self.name}, token=self.token, code="username_taken")
        self.call("deleteBot", 204, parameters={"id": self.bot["id"]}, token=self.token)
        self.call("getMyAccount", 401, token=renewed)

    def test_ShareTheirOwnersFate(self):
        where = {"username": self.owner_name}
        self.call("suspendAccount", 204, parameters=where, body={"reason": "spam"}, token=self.owner())
        self.call("getMyAccount", 403, token=self.secret)
        self.call("reactivateAccount", 204, parameters=where, token=self.owner())
        self.call("getMyAccount", 200, token=self.secret)


class Webhooks(RoomTestCase):
    def setUp(self):
        self.here, self.founder, self.founder_token, _ = self.channel("first")
        self.where = {"id": self.here["id"]}

    def make(self, **body):
        made = self.call("createWebhook", 201, parameters=self.where, body={"name": "Builds & co", **body}, token=self.owner())
        return made, made["url"].rsplit("/", 1)[1]

    def post(self, made, token, status, body, **more):
        return self.call("postToWebhook", status, parameters={"id": made["id"], "token": token},
                         body=body if status < 400 else None, raw=None if status < 400 else json.dumps(body).encode(), **more)

    def test_PostsAreShownUnderANameThatNobodyElseCanHave(self):
        made, token = self.make(avatar_url="https://example.org/ci.png")
        self.assertTrue(re.fullmatch(r"https://[^/]+/api/v1/webhooks/\d+/[A-Za-z0-9_-]{43}", made["url"]), made["url"])
        with Watcher(self.founder, self.here["irc_channel"]) as watcher:
            posted = self.post(made, token, 201, {"text": "build 42 is green"})
            line = watcher.expect("build 42")
            self.assertIn(f":hook|Builds_co!webhook@webhook.alloquy PRIVMSG {self.here['irc_channel']} :build 42 is green", line)
            seen = tags(line)
            self.assertEqual(seen["n-3-0.github.io/webhook"], made["id"])
            self.assertEqual(seen["n-3-0.github.io/name"], r"Builds\s&\sco")
            self.assertNotIn("account", seen)
            self.assertEqual(seen["msgid"], posted["id"])
            self.post(made, token, 201, {"content": "as for Discord", "username": "Other", "embeds": [], "tts": False})
            watcher.expect(":hook|Other!webhook@")
            # Nobody on IRC gets such a nick.
            watcher.send("NICK hook|Builds_co")
            watcher.expect(" 447 ")
        page = self.call("listRoomMessages", 200, parameters=self.where, token=self.owner())
        self.assertEqual([item["webhook"] and item["webhook"]["name"] for item in page["items"]],
                         [None, "Builds & co", "Other"])
        self.assertEqual(page["items"][1]["webhook"]["avatar_url"], "https://example.org/ci.png")
        self.assertIsNone(page["items"][1]["author"]["id"])
        self.call("createAccount", 400, body={"username": "Hook", "password": PASSWORD}, code="username_reserved")

    def test_EveryoneIsMeantOnlyWhenAllowed(self):
        made, token = self.make()
        self.post(made, token, 201, {"text": "hi @everyone and @here"})
        self.call("changeWebhook", 200, parameters={"id": made["id"]}, body={"mentions_everyone": True}, token=self.owner())
        self.post(made, token, 201, {"text": "hi @everyone"})
        texts = self.texts("listRoomMessages", self.owner(), parameters=self.where)[-2:]
        self.assertEqual(texts, ["hi @\u200beveryone and @\u200bhere", "hi @everyone"])

    def test_RetriesSayItOnce(self):
        made, token = self.make()
        first = self.post(made, token, 201, {"text": "x", "nonce": "1"})
        self.assertEqual(self.post(made, token, 200, {"text": "x", "nonce": "1"}), first)

    def test_WrongPostsAreRefused(self):
        made, token = self.make()
        for body, field in (({}, "text"), ({"text": ""}, "text"), ({"content": " "}, "content"), ({"text": 5}, "text"),
                            ({"text": "x", "content": "x"}, "content"), ({"text": "x", "username": " "}, "username"),
                            ({"text": "x", "avatar_url": "http://example.org/x"}, "avatar_url"),
                            ({"text": "x", "icon_url": "javascript:x"}, "icon_url"), ({"text": "x" * 16385}, "text"),
                            ({"text": "\x01VERSION\x01"}, "text"), ({"text": "x", "what": 1}, "what"), ([], "body")):
            self.post(made, token, 400, body, field=field)
        other, other_token = self.make()
        for wrong in ("x", "x" * 43, other_token, token + "x", token[:-1]):
            self.post(made, wrong, 404, {"text": "x"}, code="webhook_not_found")
        self.call("postToWebhook", 404, parameters={"id": "x", "token": token}, raw=b'{"text": "x"}', code="webhook_not_found")
        self.assertEqual(self.texts("listRoomMessages", self.owner(), parameters=self.where), ["first"])

    def test_AreManagedByStaffAndOperators(self):
        _, stranger, _ = self.person()
        body = {"name": "CI"}
        for token in (stranger, self.founder_token):
            self.call("createWebhook", 403, parameters=self.where, body=body, token=token, code="room_operators_only")
        with Watcher(self.founder, self.here["irc_channel"]):
            made = self.call("createWebhook", 201, parameters=self.where, body=body, token=self.founder_token)
            one = {"id": made["id"]}
            shown = {name: value for name, value in made.items() if name != "url"}
            self.assertEqual(self.call("listWebhooks", 200, parameters=self.where, token=self.founder_token)["items"], [shown])
            self.assertEqual(self.call("getWebhook", 200, parameters=one, token=self.founder_token), shown)
            changed = self.call("changeWebhook", 200, parameters=one, body={"name": "Other"}, token=self.founder_token)
            self.assertEqual(changed, dict(shown, name="Other"))
        for operation, more in (("getWebhook", {}), ("changeWebhook", {"body": {"name": "x"}}), ("deleteWebhook", {})):
            self.call(operation, 404, parameters=one, token=stranger, code="webhook_not_found", **more)
        self.call("listWebhooks", 403, parameters=self.where, token=stranger, code="room_operators_only")
        for body, field in (({"name": " "}, "name"), ({"avatar_url": "ftp://x"}, "avatar_url")):
            self.call("changeWebhook", 400, parameters=one, body=body, token=self.owner(), field=field)
        self.call("createWebhook", 400, parameters=self.where, body={"name": " "}, token=self.owner(), field="name")
        self.call("deleteWebhook", 204, parameters=one, token=self.owner())
        self.call("deleteWebhook", 404, parameters=one, token=self.owner(), code="webhook_not_found")
        token = made["url"].rsplit("/", 1)[1]
        self.call("postToWebhook", 404, parameters={"id": made["id"], "token": token}, raw=b'{"text": "x"}', code="webhook_not_found")

    def test_TheirSecretsAreNotInTheLog(self):
        made, token = self.make()
        self.post(made, token, 201, {"text": "x"})
        for path in (f"{made['id']}/{token}/", f"{made['id']}/x{token}"):
            self.assertEqual(Shared.server.request("POST", "/api/v1/webhooks/" + path, b'{"text": "x"}').status, 404)
        self.assertEqual(Shared.server.request("GET", f"/api/v1/webhooks/{made['id']}/{token}").status, 405)
        log = "".join(Shared.server.log)
        self.assertIn("/api/v1/webhooks/", log, "the log is detailed enough for this test to mean something")
        self.assertNotIn(token, log)


class Documentation(RoomTestCase):
    """docs/operations/bots-and-webhooks.md: each command in it is one that works."""

    def test_CommandsWorkAsWritten(self):
        page = pathlib.Path(__file__).resolve().parents[3] / "docs/operations/bots-and-webhooks.md"
        commands = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("curl ")]
        self.assertGreater(len(commands), 8)
        self.call("createAccount", 201, body={"username": "alice", "password": PASSWORD})
        token = self.owner()
        environment = dict(os.environ, URL=f"https://localhost:{Shared.server.port}", TOKEN=token,
                           ROOM=self.room("#random", token)["id"])
        for command in commands:
            with self.subTest(command=command):
                ran = subprocess.run(["bash", "-c", command.replace("curl -s", "curl -sSk --fail-with-body", 1)],
                                     env=environment, capture_output=True, text=True, timeout=60)
                self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
                answer = json.loads(ran.stdout) if ran.stdout else {}
                if "token" in answer:
                    environment.update(BOT_TOKEN=answer["token"])
                if "account" in answer:
                    environment.update(BOT=answer["account"]["id"])
                if "url" in answer:
                    environment.update(HOOK=answer["url"], ID=answer["id"])
                elif "text" in answer and "/rooms/" in command and "MESSAGE" not in environment:
                    environment.update(MESSAGE=answer["id"])
