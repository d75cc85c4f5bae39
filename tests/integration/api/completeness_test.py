# SPDX-License-Identifier: GPL-2.0-or-later
"""Nothing is left out: neither by the document nor by the tests before this one."""
from calls import ApiTestCase, Shared

# Not operations of the document: an upgrade to a WebSocket has a protocol of its own (docs/protocol/gateway.md).
NOT_REST = {"/api/v1/gateway"}
# These have no error of their own.
CANNOT_FAIL = {"getServer", "getOpenApi"}


class Completeness(ApiTestCase):
    def routes(self):
        answer = Shared.server.control({"command": "routes"})
        return {(route["method"], route["pattern"]) for route in answer["routes"]}

    def test_EveryRouteOfTheServerIsInTheDocumentAndTheOtherWayRound(self):
        documented = {(one.method, "/api/v1" + one.path) for one in Shared.document.operations.values()}
        served = {route for route in self.routes() if route[1].startswith("/api/v1/") and route[1] not in NOT_REST}
        self.assertEqual(served, documented)

    def test_EveryOperationWasCalledWithSuccess(self):
        self.assertEqual(set(Shared.document.operations) - Shared.succeeded, set())

    def test_EveryOperationWasRefusedAtLeastOnce(self):
        self.assertEqual(set(Shared.document.operations) - Shared.refused - CANNOT_FAIL, set())

    def test_DocumentServedIsTheOneInTheRepository(self):
        self.assertEqual(self.call("getOpenApi", 200), Shared.document.content)

    def test_OtherMethodsOfADocumentedPathAreNamed(self):
        paths = {}
        for one in Shared.document.operations.values():
            paths.setdefault(one.path, set()).add(one.method)
        for path, methods in paths.items():
            concrete = path.replace("{", "").replace("}", "")
            other = next(method for method in ("PUT", "PATCH", "DELETE", "POST") if method not in methods)
            answer = Shared.server.request(other, "/api/v1" + concrete, b"{}")
            self.assertEqual(answer.status, 405, f"{path}: {answer}")
            self.assertEqual(answer.content_type, "application/problem+json")
            allowed = {method.strip() for method in answer.headers["allow"].split(",")} - {"HEAD", "OPTIONS"}
            self.assertEqual(allowed, methods, path)

    def test_UnknownPathIsAProblem(self):
        for path in ("/api/v1/nothing", "/api/v2/accounts", "/api/v1/accounts/", "/api/v1//accounts"):
            answer = Shared.server.request("GET", path)
            self.assertEqual(answer.status, 404, f"{path}: {answer}")
            self.assertEqual(answer.content_type, "application/problem+json")
            self.assertEqual(Shared.document.problems_of(
                answer.json(), {"$ref": "#/components/schemas/Problem"}, path), [])
