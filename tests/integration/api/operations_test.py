# SPDX-License-Identifier: GPL-2.0-or-later
"""Every operation of the document with success, and with the errors that belong to it."""
import base64
import hashlib
import hmac
import os
import struct
import time

from calls import ApiTestCase, PASSWORD, Shared, new_name

MIB = 1024 * 1024
NOBODY = {"username": "nobody"}


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def totp_code(secret, step):
    """RFC 6238, as an authenticator app does it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[19] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


class Rooms(ApiTestCase):
    def test_TheFirstRoomsAreThereAndEmpty(self):
        _, token, _ = self.person()
        rooms = self.call("listRooms", 200, token=token)["items"]
        self.assertEqual([room["irc_channel"] for room in rooms[:2]], ["#general", "#random"])
        general = {"id": rooms[0]["id"]}
        self.assertEqual(self.call("getRoom", 200, parameters=general, token=token), rooms[0])
        self.assertEqual(self.call("listRoomMessages", 200, parameters=general, token=token)["items"], [])
        self.call("listRooms", 401)

    def test_WhatWasSaidIsInTheHistory(self):
        name, token, _ = self.person()
        rooms = self.call("listRooms", 200, token=token)["items"]
        room = next(room for room in rooms if room["irc_channel"] == "#random")
        with Shared.server.irc(name, PASSWORD) as client:
            client.say("#random", "first", "second", "third")
        parameters = {"id": room["id"]}
        page = self.call("listRoomMessages", 200, parameters=parameters, token=token)
        self.assertEqual([message["text"] for message in page["items"]], ["first", "second", "third"])
        self.assertIsNone(page["next"])
        first, second, third = page["items"]
        self.assertEqual(first["author"]["username"], name)
        one = {"id": room["id"], "message": second["id"]}
        self.assertEqual(self.call("getRoomMessage", 200, parameters=one, token=token)["text"], "second")
        latest = self.call("listRoomMessages", 200, parameters=parameters, query={"limit": 2}, token=token)
        self.assertEqual([message["text"] for message in latest["items"]], ["second", "third"])
        before = self.call("listRoomMessages", 200, parameters=parameters, query={"before": latest["next"]}, token=token)
        self.assertEqual([message["text"] for message in before["items"]], ["first"])
        after = self.call("listRoomMessages", 200, parameters=parameters, query={"after": first["id"]}, token=token)
        self.assertEqual([message["text"] for message in after["items"]], ["second", "third"])
        around = self.call("listRoomMessages", 200, parameters=parameters, query={"around": second["id"]}, token=token)
        self.assertEqual([message["text"] for message in around["items"]], ["first", "second", "third"])

    def test_DirectMessagesAreForTheirTwo(self):
        alice, alice_token, _ = self.person()
        bob, bob_token, _ = self.person()
        _, eve_token, _ = self.person()
        self.assertEqual(
            self.call("listDirectMessages", 200, parameters={"username": bob}, token=alice_token)["items"], [])
        with Shared.server.irc(alice, PASSWORD) as client:
            client.say(bob, "are you there?")  # nobody is: kept for later
        for other, token in ((bob, alice_token), (alice, bob_token)):
            page = self.call("listDirectMessages", 200, parameters={"username": other}, token=token)
            self.assertEqual([message["text"] for message in page["items"]], ["are you there?"])
        room = {"id": page["items"][0]["room_id"]}
        self.assertEqual(self.call("getRoom", 200, parameters=room, token=bob_token)["kind"], "dm")
        self.call("getRoom", 404, parameters=room, token=eve_token, code="room_not_found")
        self.call("listRoomMessages", 404, parameters=room, token=eve_token, code="room_not_found")
        one = {"id": room["id"], "message": page["items"][0]["id"]}
        self.call("getRoomMessage", 404, parameters=one, token=eve_token, code="room_not_found")
        self.call("listDirectMessages", 404, parameters=NOBODY, token=eve_token, code="account_not_found")

    def test_WrongCursorsAreNamed(self):
        _, token, _ = self.person()
        parameters = {"id": self.call("listRooms", 200, token=token)["items"][0]["id"]}
        for query, field in (({"limit": 0}, "limit"), ({"limit": 101}, "limit"), ({"before": "x"}, "before"),
                             ({"before": "1", "after": "2"}, "after")):
            self.call("listRoomMessages", 400, parameters=parameters, query=query, token=token, field=field)
        self.call("listRoomMessages", 404, parameters=parameters, query={"before": "1"}, token=token,
                  code="message_not_found")
        self.call("getRoom", 404, parameters={"id": "1"}, token=token, code="room_not_found")
        self.call("getRoom", 404, parameters={"id": "x"}, token=token, code="room_not_found")


class SigningIn(ApiTestCase):
    def test_AccountsAreMadeAndTakenNamesRefused(self):
        name, token, codes = self.person()
        self.assertEqual(len(codes), 10)
        self.assertEqual(self.call("getMyAccount", 200, token=token)["username"], name)
        for taken in (name, name.upper()):
            self.call("createAccount", 409, body={"username": taken, "password": PASSWORD}, code="username_taken",
                      field="username")
        self.call("createAccount", 400, body={"username": "no nick", "password": PASSWORD}, code="username_invalid",
                  field="username")
        self.call("createAccount", 400, body={"username": new_name(), "password": ""}, field="password")
        self.call("createAccount", 400, body={"username": new_name()}, field="password")
        self.call("createAccount", 403, body={"username": new_name(), "password": PASSWORD, "invite": "wrong"},
                  code="invite_invalid")

    def test_SessionsAreOpenedAndEnded(self):
        name, _, _ = self.person()
        opened = self.call("createSession", 201, body={"username": name.upper(), "password": PASSWORD, "client": "Test"})
        self.call("deleteCurrentSession", 204, token=opened["token"])
        self.call("deleteCurrentSession", 401, token=opened["token"], code="invalid_token")
        self.call("createSession", 401, body={"username": name, "password": "a wrong password"}, code="wrong_credentials")
        self.call("createSession", 401, body={"username": "nobody", "password": PASSWORD}, code="wrong_credentials")
        self.call("createSession", 400, body={"username": name, "password": ""}, field="password")

    def test_AppPasswordIsNoSession(self):
        _, token, _ = self.person()
        self.call("deleteCurrentSession", 404, token=self.app_password(token)["secret"])

    def test_Split1AccountsSignInByTheirKey(self):
        name, key, salt = new_name(), os.urandom(32), os.urandom(16)
        made = self.call("createAccount", 201, body={
            "username": name, "auth_key": base64url(key), "salt": base64url(salt), "opslimit": 3, "memlimit": 64 * MIB})
        self.assertEqual(made["account"]["scheme"], "split-1")
        parameters = self.call("getAuthParameters", 200, query={"username": name})
        self.assertEqual(parameters, {
            "scheme": "split-1", "salt": base64url(salt), "opslimit": 3, "memlimit": 64 * MIB})
        self.call("createSession", 201, body={"username": name, "auth_key": base64url(key)})
        self.call("createSession", 401, body={"username": name, "auth_key": base64url(os.urandom(32))})
        self.call("createSession", 400, body={"username": name, "auth_key": "short"}, field="auth_key")
        self.call("createAccount", 400, body={
            "username": new_name(), "auth_key": base64url(key), "salt": base64url(salt), "opslimit": 1,
            "memlimit": 64 * MIB}, field="opslimit")

    def test_ParametersOfStrangersAreStable(self):
        first = self.call("getAuthParameters", 200, query=NOBODY)
        self.assertEqual(self.call("getAuthParameters", 200, query=NOBODY), first)
        self.call("getAuthParameters", 400, field="username")
        self.call("getAuthParameters", 400, query={"username": "x" * 65}, field="username")

    def test_RecoveryCodesSetANewPassword(self):
        name, token, codes = self.person()
        self.call("recoverAccount", 204, body={
            "username": name, "recovery_code": codes[0].lower(), "new_password": "a new password"})
        self.call("getMyAccount", 401, token=token)
        self.call("createSession", 201, body={"username": name, "password": "a new password"})
        self.call("recoverAccount", 401, code="wrong_code", body={
            "username": name, "recovery_code": codes[0], "new_password": "a new password"})

    def test_ResetLinksSetANewPasswordOnce(self):
        name, _, _ = self.person()
        link = self.call("createResetLink", 201, parameters={"username": name}, token=self.owner())
        body = {"token": link["url"].split("#")[1], "new_password": "a new password"}
        self.call("resetPassword", 204, body=body)
        self.call("createSession", 201, body={"username": name, "password": "a new password"})
        self.call("resetPassword", 404, body=body, code="reset_link_invalid")


class OwnAccount(ApiTestCase):
    def test_AccountIsChanged(self):
        name, token, _ = self.person()
        renamed = new_name("renamed")
        changed = self.call("changeMyAccount", 200, token=token, body={
            "username": renamed, "display_name": "Somebody Else", "app_passwords_only": True})
        self.assertEqual((changed["username"], changed["display_name"], changed["app_passwords_only"]),
                         (renamed, "Somebody Else", True))
        other, _, _ = self.person()
        self.call("changeMyAccount", 409, token=token, body={"username": other}, code="username_taken", field="username")
        self.call("changeMyAccount", 400, token=token, body={"display_name": "  "}, field="display_name")
        self.call("createAccount", 409, body={"username": name, "password": PASSWORD}, code="username_taken")

    def test_PasswordIsChanged(self):
        name, token, _ = self.person()
        body = {"password": PASSWORD, "new_password": "a new password"}
        self.call("changeMyPassword", 204, token=token, body=body)
        self.call("changeMyPassword", 401, token=token, body=body, code="wrong_credentials")
        self.call("changeMyPassword", 400, token=token, body={"password": "a new password", "new_password": "short"})
        self.call("createSession", 201, body={"username": name, "password": "a new password"})

    def test_SessionsAreListedAndEnded(self):
        name, token, _ = self.person()
        tokens = [self.call("createSession", 201, body={"username": name, "password": PASSWORD})["token"] for _ in range(3)]
        sessions = self.call("listMySessions", 200, token=token)["items"]
        self.assertEqual(len(sessions), 4)
        self.assertEqual([one["current"] for one in sessions].count(True), 1)
        mine = self.call("listMySessions", 200, token=tokens[0])["items"]
        current = next(one["id"] for one in mine if one["current"])
        self.call("deleteMySession", 204, parameters={"id": current}, token=token)
        self.call("getMyAccount", 401, token=tokens[0])
        self.call("deleteMySession", 404, parameters={"id": current}, token=token)
        self.call("deleteMySession", 404, parameters={"id": "nonsense"}, token=token)
        self.call("deleteMyOtherSessions", 204, token=token)
        self.call("deleteMyOtherSessions", 401, token=tokens[1])
        self.assertEqual(len(self.call("listMySessions", 200, token=token)["items"]), 1)
        self.call("listMySessions", 401, token=tokens[2])

    def test_AppPasswordsAreMadeListedAndRevoked(self):
        _, token, _ = self.person()
        made = self.app_password(token, ["irc", "api"])
        self.call("getMyAccount", 200, token=made["secret"])
        listed = self.call("listMyAppPasswords", 200, token=token)["items"]
        self.assertEqual([one["id"] for one in listed], [made["id"]])
        self.assertNotIn("secret", listed[0])
        self.call("deleteMyAppPassword", 204, parameters={"id": made["id"]}, token=token)
        self.call("getMyAccount", 401, token=made["secret"])
        self.call("deleteMyAppPassword", 404, parameters={"id": made["id"]}, token=token)
        self.call("createMyAppPassword", 400, token=token, body={"name": "x", "scopes": []}, field="scopes")
        self.call("createMyAppPassword", 400, token=token, body={"name": "x", "scopes": ["root"]}, field="scopes")

    def test_CertificatesAreEnrolledListedAndForgotten(self):
        _, token, _ = self.person()
        plain = os.urandom(32).hex()
        typed = ":".join(plain[i:i + 2] for i in range(0, 64, 2)).upper()
        self.call("addMyCertificate", 204, token=token, body={"fingerprint": typed, "name": "laptop"})
        listed = self.call("listMyCertificates", 200, token=token)["items"]
        self.assertEqual([(one["fingerprint"], one["name"]) for one in listed], [(plain, "laptop")])
        _, other, _ = self.person()
        self.call("addMyCertificate", 409, token=other, body={"fingerprint": plain}, code="certificate_taken")
        self.call("addMyCertificate", 400, token=other, body={"fingerprint": "x" * 64}, field="fingerprint")
        self.call("deleteMyCertificate", 404, parameters={"fingerprint": plain}, token=other)
        self.call("deleteMyCertificate", 204, parameters={"fingerprint": typed}, token=token)

    def test_RecoveryCodesAreRenewed(self):
        _, token, old = self.person()
        new = self.call("renewMyRecoveryCodes", 201, token=token, body={"password": PASSWORD})["recovery_codes"]
        self.assertEqual(len(set(new) - set(old)), 10)
        self.call("renewMyRecoveryCodes", 401, token=token, body={"password": "a wrong password"})

    def test_AuthenticatorIsSetUpUsedAndRemoved(self):
        name, token, codes = self.person()
        self.call("confirmMyTotp", 409, token=token, body={"code": "123456"}, code="totp_not_begun")
        self.call("beginMyTotp", 401, token=token, body={"password": "a wrong password"}, code="wrong_credentials")
        secret = self.call("beginMyTotp", 201, token=token, body={"password": PASSWORD})["secret"]
        step = int(time.time()) // 30
        wrong = next(code for code in ("000000", "111111", "222222", "333333")
                     if code not in [totp_code(secret, step + near) for near in (-2, -1, 0, 1, 2)])
        self.call("confirmMyTotp", 401, token=token, body={"code": wrong}, code="wrong_code")
        self.call("confirmMyTotp", 204, token=token, body={"code": totp_code(secret, int(time.time()) // 30)})
        self.call("beginMyTotp", 409, token=token, body={"password": PASSWORD}, code="totp_enabled")
        self.assertTrue(self.call("getMyAccount", 200, token=token)["totp"])
        self.call("createSession", 401, body={"username": name, "password": PASSWORD}, code="totp_required")
        # The code of the next step, which a clock a little fast would show: this one's was used to confirm.
        self.call("createSession", 201, body={
            "username": name, "password": PASSWORD, "code": totp_code(secret, int(time.time()) // 30 + 1)})
        self.call("createSession", 201, body={"username": name, "password": PASSWORD, "code": codes[0]})
        self.call("deleteMyTotp", 401, token=token, body={"password": "a wrong password"})
        self.call("deleteMyTotp", 204, token=token, body={"password": PASSWORD})
        self.call("createSession", 201, body={"username": name, "password": PASSWORD})

    def test_AccountIsDeleted(self):
        name, token, _ = self.person()
        self.call("deleteMyAccount", 401, token=token, body={"password": "a wrong password"})
        self.call("deleteMyAccount", 204, token=token, body={"password": PASSWORD})
        self.call("getMyAccount", 401, token=token)
        self.call("createAccount", 409, body={"username": name, "password": PASSWORD}, code="username_taken")
        self.call("deleteMyAccount", 403, token=self.owner(), body={"password": PASSWORD}, code="owner_is_untouchable")


class Invites(ApiTestCase):
    def test_InvitesAreMadePreviewedUsedAndEnded(self):
        owner = self.owner()
        made = self.call("createInvite", 201, token=owner, body={
            "note": "for friends", "max_uses": 1, "expires_at": "2099-01-01T00:00:00Z"})
        code = {"code": made["code"]}
        self.assertEqual(self.call("previewInvite", 200, parameters=code)["expires_at"], "2099-01-01T00:00:00.000Z")
        self.assertIn(made["code"], [one["code"] for one in self.call("listInvites", 200, token=owner)["items"]])
        self.call("createAccount", 201, body={"username": new_name(), "password": PASSWORD, "invite": made["code"]})
        self.call("previewInvite", 404, parameters=code, code="invite_not_found")
        self.call("createAccount", 403, body={"username": new_name(), "password": PASSWORD, "invite": made["code"]})
        self.call("deleteInvite", 204, parameters=code, token=owner)
        self.call("deleteInvite", 404, parameters=code, token=owner)
        for_ever = self.call("createInvite", 201, token=owner)
        self.assertIsNone(for_ever["max_uses"])
        self.assertIsNone(for_ever["expires_at"])

    def test_MembersInviteOnlyWhenTheyMay(self):
        _, token, _ = self.person()
        self.call("createInvite", 403, token=token, body={})
        self.assertEqual(self.call("listInvites", 200, token=token)["items"], [])
        setting = "accounts.members_may_invite"
        self.call("changeSettings", 200, token=self.owner(), body={setting: "true"})
        try:
            self.call("createInvite", 201, token=token, body={})
        finally:
            self.call("changeSettings", 200, token=self.owner(), body={setting: "false"})
        self.assertEqual(len(self.call("listInvites", 200, token=token)["items"]), 1)

    def test_InvitesOutOfBoundsAreRefused(self):
        for field, value in (("max_uses", 0), ("max_uses", 10**30), ("expires_at", "2001-01-01T00:00:00Z"),
                             ("expires_at", "tomorrow"), ("note", "x" * 201)):
            self.call("createInvite", 400, token=self.owner(), body={field: value}, field=field)


class Administration(ApiTestCase):
    def test_AccountsAreAddedShownListedAndDeleted(self):
        owner, name = self.owner(), new_name("added")
        one = {"username": name}
        self.call("addAccount", 201, token=owner, body={"username": name, "password": PASSWORD, "display_name": "Added"})
        self.call("addAccount", 409, token=owner, body={"username": name, "password": PASSWORD}, code="username_taken")
        self.call("addAccount", 400, token=owner, body={
            "username": new_name(), "password": PASSWORD, "display_name": "two\nlines"}, field="display_name")
        self.assertEqual(self.call("getAccount", 200, parameters={"username": name.upper()}, token=owner)["username"], name)
        found = self.call("listAccounts", 200, query={"search": name, "status": "active"}, token=owner)
        self.assertEqual([item["username"] for item in found["items"]], [name])
        self.call("deleteAccount", 204, parameters=one, token=owner)
        self.call("deleteAccount", 404, parameters=one, token=owner, code="account_not_found")
        self.call("getAccount", 404, parameters=one, token=owner, code="account_not_found")
        self.call("deleteAccount", 403, parameters={"username": "olive"}, token=owner, code="owner_is_untouchable")

    def test_ListGoesPageByPage(self):
        owner = self.owner()
        for _ in range(3):
            self.person()
        whole = self.call("listAccounts", 200, query={"limit": 200}, token=owner)["items"]
        paged, after = [], None
        while True:
            query = {"limit": 2} | ({"after": after} if after else {})
            page = self.call("listAccounts", 200, query=query, token=owner)
            paged += page["items"]
            after = page["next"]
            if after is None:
                break
        self.assertEqual(paged, whole)
        for field, value in (("limit", 0), ("limit", 201), ("limit", "x"), ("after", "x"), ("status", "odd")):
            self.call("listAccounts", 400, query={field: value}, token=owner, field=field)

    def test_SuspensionBanAndReactivation(self):
        owner = self.owner()
        for operation, body, code in (
                ("suspendAccount", {"reason": "spam", "until": "2099-01-01T00:00:00Z"}, "suspended"),
                ("banAccount", {"reason": "abuse"}, "banned")):
            name, token, _ = self.person()
            one = {"username": name}
            self.call(operation, 204, parameters=one, token=owner, body=body)
            self.call("getMyAccount", 401, token=token)
            refused = self.call("createSession", 403, body={"username": name, "password": PASSWORD}, code=code)
            self.assertIn(body["reason"], refused["detail"])
            self.assertEqual(self.call("getAccount", 200, parameters=one, token=owner)["status"], code)
            self.call("reactivateAccount", 204, parameters=one, token=owner)
            self.call("createSession", 201, body={"username": name, "password": PASSWORD})
            self.call(operation, 404, parameters=NOBODY, token=owner, body=body, code="account_not_found")
            self.call(operation, 403, parameters={"username": "olive"}, token=owner, body=body, code="owner_is_untouchable")
        self.call("suspendAccount", 400, parameters=NOBODY, token=owner, field="until", body={
            "reason": "", "until": "2001-01-01T00:00:00Z"})
        self.call("reactivateAccount", 404, parameters=NOBODY, token=owner)
        self.call("createResetLink", 404, parameters=NOBODY, token=owner)

    def test_SettingsTakeEffectAtOnce(self):
        owner, registration = self.owner(), "accounts.registration"
        before = self.call("getSettings", 200, token=owner)[registration]
        try:
            changed = self.call("changeSettings", 200, token=owner, body={registration: "closed"})
            self.assertEqual(changed[registration], "closed")
            self.assertEqual(self.call("getServer", 200)["registration"], "closed")
            self.call("createAccount", 403, body={"username": new_name(), "password": PASSWORD},
                      code="registration_closed")
            self.call("changeSettings", 200, token=owner, body={registration: "approval"})
            name = new_name()
            waiting = self.call("createAccount", 201, body={"username": name, "password": PASSWORD})
            self.assertIsNone(waiting["token"])
            self.call("createSession", 403, body={"username": name, "password": PASSWORD}, code="pending")
        finally:
            self.call("changeSettings", 200, token=owner, body={registration: before})
        self.call("changeSettings", 400, token=owner, body={registration: "everybody"}, field=registration)
        self.call("getSettings", 401)


class TheServer(ApiTestCase):
    def test_ServerSaysWhatItIs(self):
        described = self.call("getServer", 200)
        self.assertEqual(described["irc"]["port"], Shared.server.settings["irc.port"])
        self.assertIsNone(described["mumble"])
        self.assertTrue(described["turn"])

    def test_TurnCredentialsAreGiven(self):
        _, token, _ = self.person()
        given = self.call("getTurnCredentials", 200, token=token)
        self.assertGreater(given["ttl"], 0)
        self.assertTrue(any(uri.startswith("turns:") for uri in given["uris"]), given)
        self.call("getTurnCredentials", 401)

    def test_ComponentsAreListedReadAndRestarted(self):
        owner = self.owner()
        components = self.call("listComponents", 200, token=owner)["items"]
        self.assertEqual({one["name"] for one in components}, {"inspircd", "coturn"})
        name = {"name": "coturn"}
        lines = self.call("getComponentLogs", 200, parameters=name, query={"limit": 5}, token=owner)["items"]
        self.assertLessEqual(len(lines), 5)
        self.call("getComponentLogs", 400, parameters=name, query={"limit": 0}, token=owner, field="limit")
        self.call("restartComponent", 202, parameters=name, token=owner)
        for operation in ("getComponentLogs", "restartComponent"):
            self.call(operation, 404, parameters={"name": "nothing"}, token=owner)
