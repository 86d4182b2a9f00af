"""Signals that the whole process group gets: the silo decides what they mean for the runner."""
import os
import signal

_TERMINATE = {signal.SIGTERM}


def leave_to_silo():
    """Ignores a terminal's Ctrl-C and a service manager's stop."""
    # A handler, since what steps start would inherit an ignored signal.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ignore)
    # A forked process would inherit the handler; multiprocessing ends its workers with SIGTERM. Held back, one that comes early is not lost.
    os.register_at_fork(before=_hold, after_in_parent=_release, after_in_child=_default)


def _ignore(number, frame):
    pass


def _hold():
    signal.pthread_sigmask(signal.SIG_BLOCK, _TERMINATE)


def _release():
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _TERMINATE)


def _default():
    # A step may have set one of its own.
    if signal.getsignal(signal.SIGTERM) is _ignore:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _release()
