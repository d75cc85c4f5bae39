# SPDX-License-Identifier: GPL-2.0-or-later
"""What people say about themselves, and rooms that get another name."""
from calls import ApiTestCase, PASSWORD, Shared


class Profiles(ApiTestCase):
    def test_AreOnesOwnToChangeAndEverybodysToRead(self):
        name, token, _ = self.person()
        self.assertEqual(self.call("getMyProfile", 200, token=token)["values"], {})
        values = {"color": "#1b9e77", "display-name": "Somebody", "example.org/x": "y"}
        changed = self.call("changeMyProfile", 200, body={"values": values}, token=token)
        self.assertEqual((changed["username"], changed["values"]), (name, values))
        self.assertEqual(self.call("getMyAccount", 200, token=token)["display_name"], "Somebody")
        self.call("changeMyProfile", 200, body={"values": {"color": None}}, token=token)
        _, other, _ = self.person()
        profile = self.call("getProfile", 200, parameters={"username": name.upper()}, token=other)
        self.assertEqual(profile["values"], {"display-name": "Somebody", "example.org/x": "y"})
        self.call("changeMyProfile", 400, body={"values": {"color": "red"}}, token=token, code="value_invalid")
        self.call("changeMyProfile", 400, body={"values": {"No key": "x"}}, token=token, code="key_invalid")
        many = {f"example.org/{number}": "x" for number in range(21)}
        self.call("changeMyProfile", 409, body={"values": many}, token=token, code="too_many_keys")
        self.call("getProfile", 404, parameters={"username": "nobody"}, token=token, code="account_not_found")
        self.call("getMyProfile", 401)


class NamesOfRooms(ApiTestCase):
    def test_StaffRenameThem(self):
        name, token, _ = self.person()
        with Shared.server.irc(name, PASSWORD) as client:
            client.say("#to-be-renamed", "first")
        rooms = self.call("listRooms", 200, token=token)["items"]
        room = next(room for room in rooms if room["irc_channel"] == "#to-be-renamed")
        parameters = {"id": room["id"]}
        renamed = self.call("changeRoom", 200, body={"name": "Renamed"}, parameters=parameters, token=self.owner())
        self.assertEqual((renamed["id"], renamed["name"], renamed["irc_channel"]), (room["id"], "Renamed", "#renamed"))
        page = self.call("listRoomMessages", 200, parameters=parameters, token=token)
        self.assertEqual([message["text"] for message in page["items"]], ["first"])
        self.call("changeRoom", 409, body={"name": "general"}, parameters=parameters, token=self.owner(), code="channel_taken")
        self.call("changeRoom", 400, body={"name": "two words"}, parameters=parameters, token=self.owner())
        self.call("changeRoom", 403, body={"name": "mine"}, parameters=parameters, token=token)
        self.call("changeRoom", 404, body={"name": "x"}, parameters={"id": "1"}, token=self.owner(), code="room_not_found")
