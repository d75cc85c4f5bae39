# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests share: the server, its document, and calls that are checked against it and remembered."""
import itertools
import json
import unittest

PASSWORD = "correct horse battery"


class Shared:
    server = None
    document = None
    owner = None  # the owner's token
    succeeded = set()  # operation ids
    refused = set()
    counter = itertools.count(1)


def use(server, document):
    Shared.server = server
    Shared.document = document


def new_name(prefix="person"):
    return f"{prefix}{next(Shared.counter)}"


class ApiTestCase(unittest.TestCase):
    """call() is the only way to an operation: no answer goes by unchecked."""

    def call(self, operation_id, expect, *, parameters=None, query=None, body=None, raw=None, token=None, code=None, field=None):
        """`expect`: the status. `code`, `field`: of a problem. Returns the answer's JSON, or None for an empty one."""
        operation = Shared.document.operations[operation_id]
        if body is not None and expect < 400:
            self.assertEqual(operation.problems_of_body(body), [], "the document is stricter than the server")
        payload = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        answer = Shared.server.request(operation.method, operation.url(parameters, query), payload, token)
        self.assertEqual(answer.status, expect, f"{operation_id}: {answer}")
        self.assertEqual(operation.problems_of(answer), [])
        self.assertTrue(answer.headers.get("x-request-id"), "every answer has a request id")
        (Shared.succeeded if expect < 400 else Shared.refused).add(operation_id)
        if not answer.body:
            return None
        value = answer.json()
        if expect >= 400:
            self.assertEqual(value["status"], expect)
            self.assertEqual(value.get("request_id"), answer.headers["x-request-id"])
            if code is not None:
                self.assertEqual(value["code"], code, value)
            if field is not None:
                self.assertEqual(value.get("field"), field, value)
        return value

    def owner(self):
        """The owner's token; the owner is made by the one-time link at first use."""
        if Shared.owner is None:
            made = self.call("createAccount", 201, body={
                "username": "olive", "password": PASSWORD, "invite": Shared.server.owner_token()})
            self.assertTrue(made["account"]["owner"])
            Shared.owner = made["token"]
        return Shared.owner

    def person(self):
        """(name, token, recovery codes) of a new account."""
        name = new_name()
        made = self.call("createAccount", 201, body={"username": name, "password": PASSWORD})
        return name, made["token"], made["recovery_codes"]

    def app_password(self, token, scopes=("api",)):
        return self.call("createMyAppPassword", 201, token=token, body={"name": "a program", "scopes": list(scopes)})
