"""Ends the process with the silo, also while the loop is busy."""
import os
import select
import sys
import threading

_INTERVAL_MS = 1000


def end_with_silo(socket):
    """Watches, in a thread of its own, that the parent lives and that the other end of the socket is open."""
    parent = os.getppid()
    poller = select.poll()
    # What there is to read is the loop's affair; that the other end has closed is said besides.
    poller.register(socket, getattr(select, "POLLRDHUP", 0))

    def watch():
        while not poller.poll(_INTERVAL_MS) and os.getppid() == parent:
            pass
        end()

    threading.Thread(target=watch, name="silo-watch", daemon=True).start()


def end(status=0):
    """Ends at once: what runs has nobody to answer to."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            # Nobody reads it any more.
            pass
    os._exit(status)
