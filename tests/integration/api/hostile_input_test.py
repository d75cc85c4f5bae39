# SPDX-License-Identifier: GPL-2.0-or-later
"""Every operation that takes a body, with bodies that it must refuse by name; and every one without the right token."""
import json

from calls import ApiTestCase, PASSWORD, Shared

KEY = "A" * 43  # 32 bytes in base64url

# A body that passes as JSON, so that one change at a time can be tried on it.
BODIES = {
    "createAccount": {"username": "x", "password": PASSWORD, "invite": "x", "display_name": "x", "client": "x"},
    "createSession": {"username": "x", "password": PASSWORD, "code": "1", "client": "x"},
    "recoverAccount": {"username": "x", "recovery_code": "x", "new_password": PASSWORD},
    "resetPassword": {"token": "x", "new_password": PASSWORD},
    "changeMyAccount": {"username": "x", "display_name": "x", "app_passwords_only": True},
    "changeMyPrivacy": {"direct_messages": "rooms"},
    "deleteMyAccount": {"password": PASSWORD, "delete_messages": True},
    "deleteMyMessages": {"password": PASSWORD},
    "openMyExport": {"password": PASSWORD},
    "setRoomRetention": {"days": 1, "newest": 1},
    "changeMyPassword": {"auth_key": KEY, "new_auth_key": KEY, "salt": "A" * 22, "opslimit": 3, "memlimit": 67108864},
    "createMyAppPassword": {"name": "x", "scopes": ["irc"]},
    "addMyCertificate": {"fingerprint": "0" * 64, "name": "x"},
    "renewMyRecoveryCodes": {"password": PASSWORD},
    "beginMyTotp": {"auth_key": KEY},
    "deleteMyTotp": {"password": PASSWORD},
    "confirmMyTotp": {"code": "123456"},
    "createInvite": {"note": "x", "max_uses": 1, "expires_at": "2099-01-01T00:00:00Z"},
    "addAccount": {"username": "x", "password": PASSWORD, "display_name": "x"},
    "suspendAccount": {"reason": "x", "until": "2099-01-01T00:00:00Z"},
    "banAccount": {"reason": "x"},
    "changeMyProfile": {"values": {"status": "x", "avatar": None}},
    "changeRoom": {"name": "x"},
    "markRoomRead": {"message_id": "1"},
    "postRoomMessage": {"text": "x", "reply_to": "1", "notice": True, "nonce": "x"},
    "postDirectMessage": {"text": "x", "reply_to": "1", "notice": True, "nonce": "x"},
    "editRoomMessage": {"text": "x"},
    "createBot": {"username": "x", "display_name": "x"},
    "createWebhook": {"name": "x", "avatar_url": "https://x", "mentions_everyone": True},
    "changeWebhook": {"name": "x", "avatar_url": "https://x", "mentions_everyone": True},
    "postToWebhook": {"text": "x", "username": "x", "avatar_url": "https://x", "icon_url": "https://x", "nonce": "x"},
    "changeSettings": {"accounts.registration": "open", "accounts.members_may_invite": "false"},
}
PARAMETERS = {"id": "1", "message": "1", "code": "x", "username": "nobody", "name": "nothing", "fingerprint": "0" * 64, "token": "x", "value": "x"}


class HostileInput(ApiTestCase):
    def setUp(self):
        self.token = self.owner()

    def operations_with_bodies(self):
        return [one for one in Shared.document.operations.values() if one.body_schema is not None]

    def refuse(self, operation, raw, field, code=None):
        with self.subTest(operation=operation.id, body=raw[:100]):
            token = self.token if operation.secured else None
            parameters = {name: value for name, value in PARAMETERS.items() if "{" + name + "}" in operation.path}
            problem = self.call(operation.id, 400, parameters=parameters, raw=raw, token=token, code=code)
            self.assertEqual(problem.get("field"), field, problem)

    def test_EveryOperationWithABodyIsTried(self):
        self.assertEqual({one.id for one in self.operations_with_bodies()}, set(BODIES))
        for operation in self.operations_with_bodies():
            self.assertEqual(operation.problems_of_body(BODIES[operation.id]), [])

    def test_MalformedJsonIsRefused(self):
        for operation in self.operations_with_bodies():
            for raw in (b"{", b"{\"a\":", b"nonsense", b"{'a': 1}", b"{\"a\": 1}}", b"{\"a\": 01}", b"{\"a\": NaN}", b"\x00"):
                self.refuse(operation, raw, "body", "invalid_json")

    def test_WhatIsNotUtf8IsRefused(self):
        for operation in self.operations_with_bodies():
            self.refuse(operation, b'{"a": "\xff"}', "body")
            self.refuse(operation, b'{"a": "\xed\xa0\x80"}', "body")

    def test_NulCharactersAreRefused(self):
        for operation in self.operations_with_bodies():
            self.refuse(operation, b'{"a\\u0000": 1}', "body")

    def test_AnythingButAnObjectIsRefused(self):
        for operation in self.operations_with_bodies():
            for raw in (b"[]", b"null", b"5", b'"text"', b"true"):
                self.refuse(operation, raw, "body")

    def test_DeepNestingIsRefused(self):
        for operation in self.operations_with_bodies():
            self.refuse(operation, b'{"a":' * 1000 + b"1" + b"}" * 1000, "body", "invalid_json")
            self.refuse(operation, b'{"a":' + b"[" * 7000 + b"]" * 7000 + b"}", "body", "invalid_json")

    def test_RepeatedNamesAreRefused(self):
        for operation in self.operations_with_bodies():
            name = next(iter(BODIES[operation.id]))
            value = json.dumps(BODIES[operation.id][name])
            self.refuse(operation, f'{{"{name}": {value}, "{name}": {value}}}'.encode(), "body", "invalid_json")

    def test_UnknownFieldsAreRefused(self):
        for operation in self.operations_with_bodies():
            body = dict(BODIES[operation.id], no_such_field=1)
            self.refuse(operation, json.dumps(body).encode(), "no_such_field", "unknown_field")

    def test_WrongTypesAreRefusedAndNamed(self):
        for operation in self.operations_with_bodies():
            for name in BODIES[operation.id]:
                for wrong in ({"x": 1}, [[]], 1.5):
                    body = dict(BODIES[operation.id], **{name: wrong})
                    self.refuse(operation, json.dumps(body).encode(), name)

    def test_MissingFieldsAreRefused(self):
        for operation in self.operations_with_bodies():
            if not operation.needs_body or operation.id in ("changeMyAccount", "changeSettings"):
                continue  # nothing to change is no mistake
            with self.subTest(operation=operation.id):
                token = self.token if operation.secured else None
                parameters = {name: value for name, value in PARAMETERS.items() if "{" + name + "}" in operation.path}
                for raw in (b"{}", None):
                    problem = self.call(operation.id, 400, parameters=parameters, raw=raw, token=token)
                    self.assertTrue(problem.get("field"), problem)

    def test_TenMegabytesAreRefusedBeforeTheyAreSent(self):
        for operation in self.operations_with_bodies():
            with self.subTest(operation=operation.id):
                parameters = {name: value for name, value in PARAMETERS.items() if "{" + name + "}" in operation.path}
                token = self.token if operation.secured else None
                answer = Shared.server.announce_body(operation.method, operation.url(parameters), 10_000_000, token)
                self.assertEqual(answer.status, 413, answer)
                self.assertEqual(operation.problems_of(answer), [])

    def test_ServerGoesOnAfterAllOfThis(self):
        self.call("getMyAccount", 200, token=self.token)


class Authorization(ApiTestCase):
    def parameters_of(self, operation):
        return {name: value for name, value in PARAMETERS.items() if "{" + name + "}" in operation.path}

    def test_NothingSecuredAnswersWithoutAToken(self):
        for operation in Shared.document.operations.values():
            if not operation.secured:
                continue
            for token in (None, "", "nonsense", "A" * 43, "A" * 5000):
                with self.subTest(operation=operation.id, token=(token or "")[:20]):
                    raw = json.dumps(BODIES[operation.id]).encode() if operation.id in BODIES else None
                    self.call(operation.id, 401, parameters=self.parameters_of(operation), raw=raw, token=token)

    def test_RefusalSaysHowToSignIn(self):
        answer = Shared.server.request("GET", "/api/v1/accounts/me")
        self.assertEqual(answer.status, 401)
        self.assertTrue(answer.headers["www-authenticate"].startswith("Bearer"), answer)

    def test_MembersMayNotAdminister(self):
        _, token, _ = self.person()
        for operation in Shared.document.operations.values():
            if not operation.administrative:
                continue
            with self.subTest(operation=operation.id):
                raw = json.dumps(BODIES[operation.id]).encode() if operation.id in BODIES else None
                self.call(operation.id, 403, parameters=self.parameters_of(operation), raw=raw, token=token)

    def test_AppPasswordsMayNotTouchCredentials(self):
        _, token, _ = self.person()
        secret = self.app_password(token)["secret"]
        # Neither as a token of its own nor through a session opened with it.
        name = self.call("getMyAccount", 200, token=secret)["username"]
        session = self.call("createSession", 201, body={"username": name, "password": secret})["token"]
        for operation in Shared.document.operations.values():
            if not operation.path.startswith("/accounts/me") or operation.method == "GET":
                continue
            for credential in (secret, session):
                with self.subTest(operation=operation.id):
                    raw = json.dumps(BODIES[operation.id]).encode() if operation.id in BODIES else None
                    self.call(operation.id, 403, parameters=self.parameters_of(operation), raw=raw, token=credential,
                              code="session_required")
