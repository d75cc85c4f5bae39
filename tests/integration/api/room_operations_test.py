# SPDX-License-Identifier: GPL-2.0-or-later
"""What is done with messages in rooms: finding them, what stands around them, pins and reactions."""
from calls import ApiTestCase, PASSWORD, Shared, new_name


class RoomTestCase(ApiTestCase):
    def channel(self, *texts):
        """(room, name, token, ids) of a new channel, whose founder said these texts."""
        name, token, _ = self.person()
        channel = "#" + new_name("room")
        with Shared.server.irc(name, PASSWORD) as client:
            client.say(channel, *texts)
        room = self.room(channel, token)
        page = self.call("listRoomMessages", 200, parameters={"id": room["id"]}, token=token)
        return room, name, token, [item["id"] for item in page["items"]]

    def room(self, channel, token):
        return next(one for one in self.call("listRooms", 200, token=token)["items"] if one["irc_channel"] == channel)

    def texts(self, operation, token, **call):
        return [item["text"] for item in self.call(operation, 200, token=token, **call)["items"]]


class Pages(RoomTestCase):
    def setUp(self):
        self.here, _, self.token, self.ids = self.channel(*"abcdefg")

    def page(self, **query):
        page = self.call("listRoomMessages", 200, parameters={"id": self.here["id"]}, query=query, token=self.token)
        return "".join(item["text"] for item in page["items"]), page["next"], page["previous"]

    def test_LeadInBothDirectionsUntilThereIsNothingMore(self):
        a, b, c, d, e, f, g = self.ids
        self.assertEqual(self.page(limit=3), ("efg", e, None))
        self.assertEqual(self.page(limit=3, before=e), ("bcd", b, d))
        self.assertEqual(self.page(limit=3, before=b), ("a", None, a))
        self.assertEqual(self.page(limit=3, after=a), ("bcd", b, d))
        self.assertEqual(self.page(limit=3, after=d), ("efg", e, None))
        self.assertEqual(self.page(limit=3, after=g), ("", None, None))
        self.assertEqual(self.page(limit=7), ("abcdefg", None, None))
        self.assertEqual(self.page(limit=4, around=d), ("bcde", b, e))
        self.assertEqual(self.page(limit=4, around=a), ("ab", None, b))
        self.assertEqual(self.page(limit=4, around=g), ("efg", e, None))
        self.assertEqual(self.page(limit=1, around=d), ("d", d, d))
        self.assertEqual(self.page(limit=14, around=d), ("abcdefg", None, None))

    def test_MessageIsShownWithWhatStandsAroundIt(self):
        def context(message, limit):
            found = self.call("getRoomMessageContext", 200, parameters={"id": self.here["id"], "message": message},
                              query={"limit": limit}, token=self.token)
            side = lambda name: "".join(item["text"] for item in found[name])
            return side("before"), found["message"]["text"], side("after"), found["next"], found["previous"]

        a, b, c, d, e, f, g = self.ids
        self.assertEqual(context(d, 2), ("bc", "d", "ef", b, f))
        self.assertEqual(context(d, 3), ("abc", "d", "efg", None, None))
        self.assertEqual(context(a, 1), ("", "a", "b", None, b))
        self.assertEqual(context(g, 1), ("f", "g", "", f, None))
        one = {"id": self.here["id"], "message": a}
        for limit in (0, 51, "x", -1):
            self.call("getRoomMessageContext", 400, parameters=one, query={"limit": limit}, token=self.token, field="limit")
        elsewhere = dict(one, id=self.room("#general", self.token)["id"])
        self.call("getRoomMessageContext", 404, parameters=elsewhere, token=self.token, code="message_not_found")
        self.call("getRoomMessageContext", 401, parameters=one)


class Pins(RoomTestCase):
    def test_OperatorsOfTheChannelAndStaffPin(self):
        room, name, token, (first, second) = self.channel("first", "second")
        _, other, _ = self.person()
        here = {"id": room["id"]}
        one, two = dict(here, message=first), dict(here, message=second)
        # Its founder isn't there anymore: nobody's word but the staff's counts.
        self.call("pinMessage", 403, parameters=one, token=token, code="room_operators_only")
        self.call("pinMessage", 204, parameters=two, token=self.owner())
        with Shared.server.irc(name, PASSWORD) as client:
            client.send(f"JOIN {room['irc_channel']}")
            client.expect(" 366 ")
            for _ in range(2):
                self.call("pinMessage", 204, parameters=one, token=token)
            self.call("pinMessage", 403, parameters=one, token=other, code="room_operators_only")
            self.call("unpinMessage", 403, parameters=one, token=other, code="room_operators_only")
            self.assertEqual(self.texts("listPins", other, parameters=here), ["first", "second"])
            for _ in range(2):
                self.call("unpinMessage", 204, parameters=two, token=token)
            client.send(f"REDACT {room['irc_channel']} {first}")
            client.send("PING redacted")
            client.expect("PONG")
        self.assertEqual(self.texts("listPins", other, parameters=here), [])
        self.call("pinMessage", 404, parameters=one, token=self.owner(), code="message_not_found")
        self.call("unpinMessage", 404, parameters=dict(here, message="x"), token=self.owner(), code="message_not_found")
        for operation in ("pinMessage", "unpinMessage"):
            self.call(operation, 401, parameters=one)
        self.call("listPins", 404, parameters={"id": "1"}, token=token, code="room_not_found")

    def test_ConversationsArePinnedByTheirTwo(self):
        alice, alice_token, _ = self.person()
        bob, bob_token, _ = self.person()
        with Shared.server.irc(alice, PASSWORD) as client:
            client.say(bob, "remember this")
        message = self.call("listDirectMessages", 200, parameters={"username": bob}, token=alice_token)["items"][0]
        one = {"id": message["room_id"], "message": message["id"]}
        self.call("pinMessage", 204, parameters=one, token=bob_token)
        self.assertEqual(self.texts("listPins", alice_token, parameters={"id": message["room_id"]}), ["remember this"])
        self.call("unpinMessage", 204, parameters=one, token=alice_token)
        # Not even the owner learns that there is such a conversation.
        for operation in ("pinMessage", "unpinMessage"):
            self.call(operation, 404, parameters=one, token=self.owner(), code="room_not_found")
        self.call("listPins", 404, parameters={"id": one["id"]}, token=self.owner(), code="room_not_found")

    def test_PinsOfOneRoomAreNotOfAnother(self):
        room, _, token, (message,) = self.channel("here")
        elsewhere = {"id": self.room("#general", token)["id"], "message": message}
        self.call("pinMessage", 404, parameters=elsewhere, token=self.owner(), code="message_not_found")


class Reactions(RoomTestCase):
    def test_AreListedWithWhoGaveThem(self):
        room, name, token, (message,) = self.channel("react to this")
        other, other_token, _ = self.person()
        accounts = {one: self.call("getMyAccount", 200, token=its)["id"] for one, its in ((name, token), (other, other_token))}
        for one, values in ((name, ("+1", "\U0001f44d")), (other, ("+1",))):
            with Shared.server.irc(one, PASSWORD) as client:
                client.send("CAP REQ :message-tags")
                client.expect(" ACK ")
                client.send(f"JOIN {room['irc_channel']}")
                client.expect(" 366 ")
                for value in values:
                    client.send(f"@+draft/react={value};+reply={message} TAGMSG {room['irc_channel']}")
                    client.expect("TAGMSG")
        one = {"id": room["id"], "message": message}
        listed = self.call("listReactions", 200, parameters=one, token=token)
        who = lambda page: [(item["value"], item["account"]["username"]) for item in page["items"]]
        self.assertEqual(who(listed), [("+1", name), ("+1", other), ("\U0001f44d", name)])
        self.assertEqual({item["account"]["username"]: item["account"]["id"] for item in listed["items"]}, accounts)
        self.assertIsNone(listed["next"])
        first = self.call("listReactions", 200, parameters=one, query={"limit": 2}, token=token)
        self.assertEqual(who(first), [("+1", name), ("+1", other)])
        rest = self.call("listReactions", 200, parameters=one, query={"limit": 2, "after": first["next"]}, token=token)
        self.assertEqual((who(rest), rest["next"]), ([("\U0001f44d", name)], None))
        only = self.call("listReactions", 200, parameters=one, query={"value": "+1"}, token=token)
        self.assertEqual(who(only), [("+1", name), ("+1", other)])
        self.assertEqual(who(self.call("listReactions", 200, parameters=one, query={"value": "-1"}, token=token)), [])
        for query, field in (({"limit": 0}, "limit"), ({"after": "x"}, "after"), ({"after": 2 ** 64}, "after"),
                             ({"value": "x" * 257}, "value")):
            self.call("listReactions", 400, parameters=one, query=query, token=token, field=field)
        self.call("listReactions", 404, parameters=dict(one, message="1"), token=token, code="message_not_found")
        self.call("listReactions", 401, parameters=one)
