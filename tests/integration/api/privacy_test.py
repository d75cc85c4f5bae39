# SPDX-License-Identifier: GPL-2.0-or-later
"""From whom one takes direct messages."""
from calls import ApiTestCase

NOBODY = {"username": "nobody"}


class Privacy(ApiTestCase):
    def test_PeopleAreBlockedListedAndUnblocked(self):
        name, token, _ = self.person()
        other, _, _ = self.person()
        one = {"username": other.upper()}
        self.assertEqual(self.call("listMyBlocks", 200, token=token)["items"], [])
        for _ in range(2):
            self.call("blockAccount", 204, parameters=one, token=token)
        self.assertEqual([item["username"] for item in self.call("listMyBlocks", 200, token=token)["items"]], [other])
        self.call("blockAccount", 400, parameters={"username": name}, token=token, field="username")
        self.call("blockAccount", 404, parameters=NOBODY, token=token, code="account_not_found")
        self.call("unblockAccount", 204, parameters=one, token=token)
        self.call("unblockAccount", 404, parameters=one, token=token, code="not_blocked")
        self.call("listMyBlocks", 401)

    def test_DirectMessagesAreTakenByPolicy(self):
        _, token, _ = self.person()
        self.assertEqual(self.call("getMyPrivacy", 200, token=token), {"direct_messages": "everyone"})
        for policy in ("nobody", "rooms"):
            changed = self.call("changeMyPrivacy", 200, token=token, body={"direct_messages": policy})
            self.assertEqual(changed, {"direct_messages": policy})
        self.call("changeMyPrivacy", 200, token=token, body={})
        self.assertEqual(self.call("getMyPrivacy", 200, token=token), {"direct_messages": "rooms"})
        self.call("changeMyPrivacy", 400, token=token, body={"direct_messages": "friends"}, field="direct_messages")
        self.call("getMyPrivacy", 401)
