import copy
import json
import pickle
import unittest
from datetime import datetime

from motia_runner.data import Data
from motia_runner.json_text import NotJsonError, from_json, to_json


class Model:
    """Stands for a pydantic model."""

    def __init__(self, **fields):
        self.fields = fields

    def model_dump(self, mode="python"):
        return {**self.fields, "mode": mode}


class DataTest(unittest.TestCase):
    def setUp(self):
        self.data = from_json(b'{"user": {"name": "Ann", "tags": [{"id": 1}]}, "items": [1], "get": 2}')

    def test_item_get_and_attribute_give_the_same(self):
        self.assertEqual(self.data["user"]["name"], "Ann")
        self.assertEqual(self.data.get("user").get("name"), "Ann")
        self.assertEqual(self.data.user.name, "Ann")
        self.assertEqual(self.data.user.tags[0].id, 1)

    def test_names_of_dict_methods_stay_methods(self):
        self.assertEqual(dict(self.data.items())["get"], 2)
        self.assertEqual(self.data["items"], [1])

    def test_missing_attribute_is_an_attribute_error_that_names_the_keys(self):
        with self.assertRaisesRegex(AttributeError, "'nmae'; there are 'user', 'items', 'get'"):
            self.data.nmae
        self.assertFalse(hasattr(self.data, "nmae"))

    def test_is_a_dict(self):
        self.assertIsInstance(self.data, dict)
        self.assertEqual(json.loads(json.dumps(self.data))["user"]["name"], "Ann")
        self.assertEqual({**self.data}, self.data)
        self.assertIn("user", self.data)
        self.assertEqual((lambda user, **rest: user.name)(**self.data), "Ann")

    def test_copies_and_pickles_keep_attributes(self):
        for twin in (copy.deepcopy(self.data), copy.copy(self.data), self.data.copy(), pickle.loads(pickle.dumps(self.data))):
            self.assertEqual(twin, self.data)
            self.assertEqual(twin.user.name, "Ann")
        self.assertIsNot(copy.deepcopy(self.data).user, self.data.user)

    def test_attributes_can_be_set_and_deleted(self):
        self.data.user.name = "Bob"
        self.data.role = "admin"
        del self.data.items
        self.assertEqual(self.data, {"user": {"name": "Bob", "tags": [{"id": 1}]}, "get": 2, "role": "admin"})

    def test_plain_dict_that_was_set_answers_attributes_and_keeps_changes(self):
        self.data["account"] = {"owner": {"name": "Cleo"}}
        self.data.account.owner.name = "Dan"
        self.assertEqual(self.data["account"]["owner"]["name"], "Dan")

    def test_key_from_a_client_does_not_answer_the_languages_protocols(self):
        data = from_json(b'{"__deepcopy__": 1, "__reduce_ex__": 2, "__len__": 3, "__class__": 4}')
        self.assertEqual(copy.deepcopy(data), data)
        self.assertEqual(len(data), 4)


class JsonTest(unittest.TestCase):
    def assert_problem(self, value, text):
        with self.assertRaises(NotJsonError) as caught:
            to_json(value, "body")
        self.assertIn(text, str(caught.exception))

    def test_text_is_compact_utf8(self):
        self.assertEqual(to_json({"a": ["é", 1, None]}, "body"), '{"a":["é",1,null]}'.encode())

    def test_half_a_surrogate_pair_is_escaped(self):
        self.assertEqual(to_json("\ud800", "body"), b'"\\ud800"')

    def test_model_is_what_it_dumps_in_json_mode(self):
        self.assertEqual(json.loads(to_json({"model": Model(a=1)}, "body")), {"model": {"a": 1, "mode": "json"}})

    def test_what_json_cannot_say_is_named_with_its_path(self):
        order = {"items": [{"created": datetime(2026, 1, 2)}]}
        self.assert_problem(order, "body.items[0].created is a datetime, which is not JSON; use .isoformat()")
        self.assert_problem({"tags": {1}}, "body.tags is a set")
        self.assert_problem([float("nan")], "body[0] is nan")
        self.assert_problem({"ratio": float("-inf")}, "body.ratio is -inf")
        self.assert_problem({(1, 2): 3}, "body has the key (1, 2), a tuple")
        self.assert_problem({"photo": b"x"}, "body.photo is a bytes")
        self.assert_problem(Model, "body is a type")
        self.assert_problem({"model": Model(at={2})}, "body.model.at is a set")

    def test_circle_is_named(self):
        circle = {}
        circle["self"] = circle
        self.assert_problem(circle, "body.self contains itself")
