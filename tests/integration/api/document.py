# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/protocol/openapi.yaml: its operations, and whether an answer is one that it promises."""
import urllib.parse

import jsonschema
import yaml

METHODS = ("get", "post", "put", "patch", "delete")
# Any call may be refused in these ways; the document says so once, in its description.
ANYWHERE = ("413", "429", "503")


class Operation:
    def __init__(self, document, path, method, item):
        self.document = document
        self.path = path
        self.method = method.upper()
        self.id = item["operationId"]
        self.responses = item["responses"]
        self.secured = item.get("security", document.content["security"]) != []
        body = item.get("requestBody")
        self.body_schema = body["content"]["application/json"]["schema"] if body else None
        self.needs_body = bool(body and body.get("required"))

    @property
    def administrative(self):
        return self.path.startswith("/admin/")

    def url(self, parameters=None, query=None):
        path = self.path
        for name, value in (parameters or {}).items():
            path = path.replace("{" + name + "}", urllib.parse.quote(str(value), safe=""))
        if "{" in path:
            raise ValueError(f"{self.id} needs parameters for {path}")
        return "/api/v1" + path + ("?" + urllib.parse.urlencode(query) if query else "")

    def problems_of(self, answer):
        """What is wrong with an answer, as a list of sentences."""
        status = str(answer.status)
        response = self.responses.get(status)
        if response is None and status not in ANYWHERE:
            return [f"{self.id}: the document knows no answer {status}"]
        response = self.document.resolve(response or {"$ref": "#/components/responses/Problem"})
        content = response.get("content")
        if content is None:
            return [] if not answer.body else [f"{self.id}: {status} has a body that the document doesn't know"]
        if answer.content_type not in content:
            return [f"{self.id}: {status} is {answer.content_type}, not {' or '.join(content)}"]
        return self.document.problems_of(answer.json(), content[answer.content_type]["schema"], f"{self.id} {status}")

    def problems_of_body(self, body):
        return self.document.problems_of(body, self.body_schema, f"{self.id} request")


class Document:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.content = yaml.safe_load(file)
        self.operations = {}
        for route, methods in self.content["paths"].items():
            for method, item in methods.items():
                if method not in METHODS:
                    continue
                operation = Operation(self, route, method, item)
                if operation.id in self.operations:
                    raise ValueError(f"two operations are called {operation.id}")
                self.operations[operation.id] = operation

    def resolve(self, node):
        while "$ref" in node:
            target = self.content
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def problems_of(self, value, schema, what):
        # References are resolved within the schema itself, so the components go along.
        whole = {"allOf": [schema], "components": self.content["components"]}
        validator = jsonschema.Draft202012Validator(whole)
        return [f"{what}: {error.json_path}: {error.message}" for error in validator.iter_errors(value)]
