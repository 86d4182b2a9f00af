"""A project folder and a runner for it."""
import shutil
import tempfile
import textwrap
import unittest
from pathlib import Path

from .peer import FAILED, RESULT, Peer

API = 'config = {"type": "api", "name": "Api", "path": "/things", "method": "POST", "flows": ["shop"]}\n'
EVENT = 'config = {"type": "event", "name": "Event", "subscribes": ["thing"], "flows": ["shop"]}\n'
CRON = 'config = {"type": "cron", "name": "Cron", "cron": "* * * * *"}\n'
# An exception whose every attribute raises.
UNTELLABLE = '''
class Untellable(Exception):
    def __getattribute__(self, name): raise SystemExit(name)
    def __str__(self): raise SystemExit
'''
CANNOT_BE_TOLD = "What was raised cannot be told, because reading it raises."


class RunnerCase(unittest.TestCase):
    """Each test writes files and starts its own runner."""

    def setUp(self):
        self.project = Path(tempfile.mkdtemp(prefix="project-")).resolve()
        self.addCleanup(shutil.rmtree, self.project)

    def write(self, name, text=""):
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8")
        return path

    def step(self, code, config=API, name="steps/thing_step.py"):
        """Writes a step file whose config is `config` and whose rest is `code`."""
        return self.write(name, config + textwrap.dedent(code))

    def start(self, *files, options=(), launcher=()):
        """Starts a runner; `entries` is what it says of the files."""
        self.peer = Peer(self.project, *options, launcher=launcher)
        self.addCleanup(self.peer.close)
        self.entries = self.peer.load(*files)
        return self.peer

    def start_with(self, code, config=API, **options):
        """Starts a runner with one step and answers its file."""
        file = self.step(code, config)
        self.start(file, **options)
        self.assertNotIn("error", self.entries[0])
        return file

    def start_chain(self, middleware, code, **options):
        """Starts a runner with one api step behind `middleware`, names of functions that `code` defines, and answers its file."""
        config = API.replace("}", f', "middleware": [{middleware}]}}')
        return self.start_with(f"{textwrap.dedent(code)}\n{config}", "", **options)

    def assert_result(self, message, body=None, **meta):
        self.assertEqual(message.kind, RESULT, message)
        for name, value in meta.items():
            self.assertEqual(message.meta[name], value, message)
        if body is not None:
            self.assertEqual(message.json, body)

    def assert_failed(self, message, name, text):
        self.assertEqual(message.kind, FAILED, message)
        self.assertEqual(message.meta["error"]["name"], name, message)
        self.assertIn(text, message.meta["error"]["message"])
        return message.meta["error"]
