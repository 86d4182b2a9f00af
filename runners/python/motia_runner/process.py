"""The runner's process: arguments, output, loop and end."""
import argparse
import asyncio
import os
import socket
import sys

# Imported before the project's folders count, this is what `import motia` gives every step.
import motia  # noqa: F401

from . import background
from .errors import message_of
from .project import Project
from .runner import Runner
from .signals import leave_to_silo
from .watch import end, end_with_silo

_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main():
    arguments = _arguments()
    for stream in (sys.stdout, sys.stderr):
        # The silo logs it line by line; what cannot be encoded must not fail a step's print.
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    leave_to_silo()
    # Python puts the runner's own folder first; last, it hides none of the project's modules.
    sys.path[:] = [path for path in sys.path if path != _FOLDER] + [_FOLDER]
    project = Project(arguments.project)
    project.prepare()
    _serve(project, _connect(arguments.socket), arguments.threads)


def _arguments():
    parser = argparse.ArgumentParser(description="Runs a project's Python steps for one silo.")
    parser.add_argument("--socket", required=True, help="the Unix socket that the silo listens on")
    parser.add_argument("--project", required=True, help="the project's directory")
    parser.add_argument("--threads", type=int, default=64, help="how many sync handlers run at a time (default: %(default)s)")
    return parser.parse_args()


def _connect(path):
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(path)
    except OSError as error:
        sys.exit(f"The runner cannot connect to the silo at {path}: {error}.")
    # The watch has a descriptor of its own, which stays valid when the loop closes the other.
    watched = connection.dup()
    end_with_silo(watched)

    def forget():
        # A process forked by a step must not keep the connection open when the runner is gone.
        for descriptor in (connection.detach(), watched.detach()):
            if descriptor >= 0:
                os.close(descriptor)

    os.register_at_fork(after_in_child=forget)
    return connection


def _serve(project, connection, thread_count):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    runner = Runner(loop, project, thread_count, lambda problem: _connection_ended(runner, problem))
    background.watch(loop)
    loop.run_until_complete(loop.create_unix_connection(lambda: runner.connection, sock=connection))
    runner.greet()
    while not runner.has_stopped:
        try:
            loop.run_forever()
        except (SystemExit, KeyboardInterrupt) as error:
            # Raised in a task that a step started; asyncio lets it leave the loop.
            print(message_of(error) or repr(error), file=sys.stderr)
    loop.run_until_complete(background.cancel_all())


def _connection_ended(runner, problem):
    if problem:
        print(f"The connection to the silo is closed: {problem}.", file=sys.stderr)
        end(1)
    if not runner.has_stopped:
        end()
    # The interpreter ends in its usual way: what steps registered with atexit runs.
    runner.loop.stop()
