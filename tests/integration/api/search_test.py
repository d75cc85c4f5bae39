# SPDX-License-Identifier: GPL-2.0-or-later
"""Searching: what is found, where, by whom, and what is refused. Messages come by IRC, as everywhere."""
import threading

from calls import ApiTestCase, PASSWORD, Shared

WITHIN = 20  # seconds; a test machine may be busy. It takes a fraction of one.


class Search(ApiTestCase):
    def find(self, token, text, **query):
        return self.call("search", 200, query={"q": text, **query}, token=token)

    def texts(self, token, text, **query):
        return [hit["message"]["text"] for hit in self.find(token, text, **query)["items"]]

    def wait_until_found(self, token, text, count=1):
        """The index is a moment behind: asks until it has come so far."""
        tries, pause = WITHIN * 20, threading.Event()
        while len(self.texts(token, text)) != count and (tries := tries - 1) > 0:
            pause.wait(0.05)
        self.assertEqual(len(self.texts(token, text)), count, text)

    def room(self, token, channel):
        rooms = self.call("listRooms", 200, token=token)["items"]
        return next(room["id"] for room in rooms if room["irc_channel"] == channel)

    def test_WordsAreFoundAndMarked(self):
        name, token, _ = self.person()
        with Shared.server.irc(name, PASSWORD) as client:
            client.say("#search-words", "Wombats dig burrows", "a wombat is no badger", "nothing here")
        self.wait_until_found(token, "wombat*", 2)
        page = self.find(token, "WOMBATS")
        self.assertEqual(page["next"], None)
        self.assertEqual(page["items"][0]["snippet"], [
            {"text": "Wombats", "match": True}, {"text": " dig burrows", "match": False}])
        message = page["items"][0]["message"]
        self.assertEqual(message["author"]["username"], name)
        self.assertEqual(self.texts(token, '"no badger"'), ["a wombat is no badger"])
        self.assertEqual(self.texts(token, "wombat* -badger"), ["Wombats dig burrows"])
        self.assertEqual(self.texts(token, "wombat* badgers"), [])
        self.assertEqual(
            sorted(self.texts(token, "wombat*", sort="relevance")), ["Wombats dig burrows", "a wombat is no badger"])

    def test_FiltersNarrow(self):
        name, token, _ = self.person()
        other, other_token, _ = self.person()
        with Shared.server.irc(name, PASSWORD) as client:
            client.say("#search-a", f"quokka one for @{other}", "quokka two https://example.org/q.png")
            client.say("#search-b", "quokka three")
        with Shared.server.irc(other, PASSWORD) as client:
            client.say("#search-b", "quokka four")
        self.wait_until_found(token, "quokka", 4)
        self.assertEqual(self.texts(token, "quokka in:#search-b"), ["quokka four", "quokka three"])
        self.assertEqual(self.texts(token, "quokka", room=self.room(token, "#search-b")), ["quokka four", "quokka three"])
        self.assertEqual(self.texts(token, f"quokka from:{other}"), ["quokka four"])
        self.assertEqual(self.texts(other_token, "quokka from:me"), ["quokka four"])
        self.assertEqual(self.texts(other_token, "quokka mentions:me"), [f"quokka one for @{other}"])
        self.assertEqual(self.texts(token, "quokka has:image"), ["quokka two https://example.org/q.png"])
        self.assertEqual(self.texts(token, "quokka before:2020-01-01"), [])
        self.assertEqual(len(self.texts(token, "quokka after:2020-01-01")), 4)
        self.assertEqual(self.texts(token, "quokka is:pinned"), [])
        first = self.find(token, "quokka", limit=3)
        self.assertEqual(len(first["items"]), 3)
        rest = self.find(token, "quokka", limit=3, before=first["next"])
        self.assertEqual([hit["message"]["text"] for hit in rest["items"]], [f"quokka one for @{other}"])

    def test_ConversationsAreFoundByTheirTwoOnly(self):
        alice, alice_token, _ = self.person()
        bob, bob_token, _ = self.person()
        _, eve_token, _ = self.person()
        with Shared.server.irc(alice, PASSWORD) as client:
            client.say(bob, "numbat in private")
        self.wait_until_found(bob_token, "numbat")
        self.assertEqual(self.texts(alice_token, "numbat"), ["numbat in private"])
        self.assertEqual(self.texts(alice_token, f"in:@{bob}"), ["numbat in private"])
        self.assertEqual(self.texts(eve_token, "numbat"), [])
        self.assertEqual(self.texts(eve_token, f"in:@{alice}"), [])
        room = self.find(alice_token, "numbat")["items"][0]["message"]["room_id"]
        self.assertEqual(self.texts(bob_token, "numbat", room=room), ["numbat in private"])
        self.call("search", 404, query={"q": "numbat", "room": room}, token=eve_token, code="room_not_found")

    def test_WhatWasDeletedIsNotFound(self):
        name, token, _ = self.person()
        with Shared.server.irc(name, PASSWORD) as client:
            client.say("#search-gone", "bilby regretted")
            self.wait_until_found(token, "bilby")
            identifier = self.find(token, "bilby")["items"][0]["message"]["id"]
            client.send("CAP REQ :draft/message-redaction", f"REDACT #search-gone {identifier}")
            client.expect(f"REDACT #search-gone {identifier}")
        self.assertEqual(self.texts(token, "bilby"), [])

    def test_WhatCannotBeAskedIsExplained(self):
        _, token, _ = self.person()
        for query, field in (
                ({}, "q"), ({"q": ""}, "q"), ({"q": "a"}, "q"), ({"q": "form:me x"}, "q"), ({"q": "before:soon"}, "q"),
                ({"q": "from:nobody-at-all"}, "q"), ({"q": "in:#no-such-room"}, "q"), ({"q": "x" * 1025}, "q"),
                ({"q": '"open'}, "q"), ({"q": "word", "limit": 0}, "limit"), ({"q": "word", "limit": 101}, "limit"),
                ({"q": "word", "before": "x"}, "before"), ({"q": "word", "sort": "best"}, "sort"),
                ({"q": "word", "sort": "relevance", "before": "1"}, "before"),
                ({"q": "in:#general word", "room": self.room(token, "#general")}, "room")):
            with self.subTest(query=query):
                self.call("search", 400, query=query, token=token, field=field)
        self.call("search", 404, query={"q": "word", "room": "1"}, token=token, code="room_not_found")
        self.call("search", 401, query={"q": "word"})
