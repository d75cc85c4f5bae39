# SPDX-License-Identifier: GPL-2.0-or-later
"""What people say about themselves."""
from calls import ApiTestCase


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
