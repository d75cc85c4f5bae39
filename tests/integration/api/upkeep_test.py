# SPDX-License-Identifier: GPL-2.0-or-later
"""What is kept of messages, for how long, and how somebody takes their own along or away."""
import time

from calls import ApiTestCase, PASSWORD, Shared

NOBODY = {"username": "nobody"}
WITHIN = 60  # seconds


class Upkeep(ApiTestCase):
    def channel(self, token, name):
        rooms = self.call("listRooms", 200, token=token)["items"]
        return {"id": next(room["id"] for room in rooms if room["irc_channel"] == name)}

    def texts(self, room, token):
        items = self.call("listRoomMessages", 200, parameters=room, token=token)["items"]
        return [None if item["deleted_at"] else item["text"] for item in items]

    def wait_for_texts(self, room, token, expected):
        deadline = time.monotonic() + WITHIN
        while self.texts(room, token) != expected and time.monotonic() < deadline:
            pass
        self.assertEqual(self.texts(room, token), expected)

    def test_RoomsKeepWhatTheStaffSays(self):
        name, token, _ = self.person()
        with Shared.server.irc(name, PASSWORD) as client:
            client.say("#kept-short", "one", "two", "three")
        room, owner = self.channel(token, "#kept-short"), self.owner()
        self.assertEqual(self.call("getRoom", 200, parameters=room, token=token)["retention"],
                         {"days": None, "newest": None})
        change = {"days": 30, "newest": 2}
        self.call("setRoomRetention", 403, parameters=room, token=token, body=change)
        self.assertEqual(self.call("setRoomRetention", 200, parameters=room, token=owner, body=change)["retention"], change)
        self.wait_for_texts(room, token, ["two", "three"])
        self.call("setRoomRetention", 200, parameters=room, token=owner, body={})
        self.assertEqual(self.call("getRoom", 200, parameters=room, token=token)["retention"],
                         {"days": None, "newest": None})
        for field, value in (("days", 0), ("days", 36501), ("newest", 10**8)):
            self.call("setRoomRetention", 400, parameters=room, token=owner, body={field: value}, field=field)
        self.call("setRoomRetention", 404, parameters={"id": "1"}, token=owner, body=change, code="room_not_found")

    def test_EarlierVersionsAreForTheStaff(self):
        name, token, _ = self.person()
        with Shared.server.irc(name, PASSWORD) as client:
            client.say("#edited", "frist")
            room, owner = self.channel(token, "#edited"), self.owner()
            message = self.call("listRoomMessages", 200, parameters=room, token=token)["items"][0]["id"]
            client.send("CAP REQ :message-tags n-3-0.github.io/edit")
            client.expect(" ACK ")
            client.send(f"@+n-3-0.github.io/edit={message} PRIVMSG #edited :first")
            client.expect("PRIVMSG #edited :first")
        one = room | {"message": message}
        self.call("listMessageVersions", 403, parameters=one, token=token)
        versions = self.call("listMessageVersions", 200, parameters=one, token=owner)["items"]
        self.assertEqual([version["text"] for version in versions], ["frist"])
        self.assertEqual(self.call("getRoomMessage", 200, parameters=one, token=token)["text"], "first")
        other = self.channel(token, "#random") | {"message": message}
        self.call("listMessageVersions", 404, parameters=other, token=owner, code="message_not_found")
        self.call("listMessageVersions", 404, parameters=room | {"message": "1"}, token=owner, code="message_not_found")
        self.call("listMessageVersions", 404, parameters={"id": "1", "message": "1"}, token=owner, code="room_not_found")

    def test_WhatSomebodyWroteIsDestroyed(self):
        for by_staff in (False, True):
            name, token, _ = self.person()
            channel = f"#of-{name}"
            with Shared.server.irc(name, PASSWORD) as client:
                client.say(channel, "one", "two")
            room = self.channel(token, channel)
            if by_staff:
                self.call("deleteMessagesOfAccount", 202, parameters={"username": name}, token=self.owner())
            else:
                self.call("deleteMyMessages", 401, token=token, body={"password": "a wrong password"})
                self.call("deleteMyMessages", 202, token=token, body={"password": PASSWORD})
            self.wait_for_texts(room, token, [None, None])
        self.call("deleteMessagesOfAccount", 404, parameters=NOBODY, token=self.owner(), code="account_not_found")
        self.call("deleteMessagesOfAccount", 403, parameters=NOBODY, token=token)

    def test_WhoLeavesMayLeaveNothingBehind(self):
        name, token, _ = self.person()
        _, witness, _ = self.person()
        with Shared.server.irc(name, PASSWORD) as client:
            client.say("#left", "one", "two")
        self.call("deleteMyAccount", 204, token=token, body={"password": PASSWORD, "delete_messages": True})
        self.wait_for_texts(self.channel(witness, "#left"), witness, [None, None])

    def test_EverythingOfAnAccountIsExported(self):
        name, token, _ = self.person()
        with Shared.server.irc(name, PASSWORD) as client:
            client.say("#exported", "one", "two")
        self.call("getMyExport", 403, token=token, code="export_not_open")
        self.call("openMyExport", 401, token=token, body={"password": "a wrong password"}, code="wrong_credentials")
        self.call("openMyExport", 201, token=token, body={"password": PASSWORD})
        self.call("getMyExport", 403, token=self.app_password(token)["secret"], code="export_not_open")
        self.call("getMyExport", 400, token=token, query={"after": "x"}, field="after")
        items, after = [], None
        while True:
            page = self.call("getMyExport", 200, token=token, query={"after": after} if after else None)
            items += page["items"]
            after = page["next"]
            if after is None:
                break
        self.assertEqual(items[0]["username"], name)
        self.assertEqual([item["text"] for item in items if item["type"] == "message"], ["one", "two"])
        self.assertEqual({item["room"]["channel"] for item in items if item["type"] == "message"}, {"#exported"})
        answer = Shared.server.control({"command": "user.export", "username": name})
        self.assertTrue(answer["ok"])
        self.assertEqual(answer["items"][0]["username"], name)

    def test_KeysAreReplacedByTheOperator(self):
        before = Shared.server.control({"command": "messages.status"})
        rotated = Shared.server.control({"command": "messages.rotate-key"})
        self.assertTrue(rotated["ok"], rotated)
        self.assertEqual(rotated["key"], before["key"] + 1)
        deadline = time.monotonic() + WITHIN
        while (status := Shared.server.control({"command": "messages.status"}))["left_to_reseal"] and time.monotonic() < deadline:
            pass
        self.assertEqual(status["left_to_reseal"], 0)
        self.assertEqual(status["older_keys"], list(range(1, before["key"] + 1)))
        self.assertTrue((Shared.server.data / "keys" / f"messages-{status['key']}.key").exists())
