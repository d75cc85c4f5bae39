# SPDX-License-Identifier: GPL-2.0-or-later
"""What one hasn't read, and the marker that says so."""
from calls import ApiTestCase, PASSWORD, Shared


class ReadState(ApiTestCase):
    def test_IsTheAccountsAndOnlyRises(self):
        alice, alice_token, _ = self.person()
        bob, bob_token, _ = self.person()
        with Shared.server.irc(alice, PASSWORD) as client:
            client.say("#unread", "one", f"two for @{bob.upper()}", "three")
            client.say(bob, "and between us")

        def badges(token):
            page = self.call("listMyUnread", 200, token=token, query={"limit": 200})
            return {badge["username"] or badge["irc_channel"]: badge for badge in page["items"]}

        mine = badges(bob_token)
        room, direct = mine["#unread"], mine[alice]
        self.assertEqual((room["unread"], room["mentions"], room["read"]["at"]), (3, 1, None))
        self.assertEqual((direct["unread"], direct["mentions"], direct["kind"]), (1, 1, "dm"))
        self.assertEqual(badges(alice_token)["#unread"]["unread"], 0)
        self.assertEqual(mine["#general"]["unread"], 0)
        parameters = {"id": room["id"]}
        page = self.call("listRoomMessages", 200, parameters=parameters, token=bob_token)["items"]
        self.assertEqual(page[-1]["id"], room["last_message_id"])
        body = {"message_id": page[1]["id"]}
        marked = self.call("markRoomRead", 200, parameters=parameters, token=bob_token, body=body)
        self.assertEqual(marked["read"]["at"], page[1]["sent_at"])
        self.assertEqual((marked["unread"], marked["mentions"]), (1, 0))
        # It only rises.
        body = {"at": page[0]["sent_at"]}
        again = self.call("markRoomRead", 200, parameters=parameters, token=bob_token, body=body)
        self.assertEqual(again, marked)
        body = {"at": page[2]["sent_at"]}
        self.assertEqual(self.call("markRoomRead", 200, parameters=parameters, token=bob_token, body=body)["unread"], 0)
        self.assertEqual(badges(bob_token)["#unread"]["unread"], 0)

        first = self.call("listMyUnread", 200, token=bob_token, query={"limit": 1})
        self.assertEqual([badge["irc_channel"] for badge in first["items"]], ["#general"])
        rest = self.call("listMyUnread", 200, token=bob_token, query={"after": first["next"], "limit": 200})
        self.assertEqual(len(rest["items"]), len(mine) - 1)
        self.assertIsNone(rest["next"])

    def test_IsRefusedToOthersAndForWhatIsnt(self):
        alice, alice_token, _ = self.person()
        bob, bob_token, _ = self.person()
        _, eve_token, _ = self.person()
        with Shared.server.irc(alice, PASSWORD) as client:
            client.say(bob, "hello")
        badges = self.call("listMyUnread", 200, token=bob_token, query={"limit": 200})["items"]
        direct = next(badge for badge in badges if badge["username"] == alice)
        general = next(badge for badge in badges if badge["irc_channel"] == "#general")
        body = {"message_id": direct["last_message_id"]}
        self.call("listMyUnread", 401)
        self.call("listMyUnread", 400, token=bob_token, query={"limit": 0}, field="limit")
        self.call("listMyUnread", 400, token=bob_token, query={"after": "x"}, field="after")
        self.call("markRoomRead", 401, parameters={"id": direct["id"]}, body=body)
        self.call("markRoomRead", 404, parameters={"id": direct["id"]}, token=eve_token, body=body, code="room_not_found")
        self.call("markRoomRead", 404, parameters={"id": "1"}, token=bob_token, body=body, code="room_not_found")
        room = {"id": general["id"]}
        self.call("markRoomRead", 404, parameters=room, token=bob_token, body=body, code="message_not_found")
        self.call("markRoomRead", 400, parameters=room, token=bob_token, body={}, field="message_id")
        both = {**body, "at": "2026-01-01T00:00:00Z"}
        self.call("markRoomRead", 400, parameters=room, token=bob_token, body=both, field="message_id")
        self.call("markRoomRead", 400, parameters=room, token=bob_token, body={"message_id": "x"}, field="message_id")
        self.call("markRoomRead", 400, parameters=room, token=bob_token, body={"at": "today"}, field="at")
