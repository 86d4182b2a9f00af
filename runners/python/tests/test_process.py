import os
import platform
import signal
import subprocess
import sys

from .case import EVENT, RunnerCase
from .peer import MAIN, PING, PONG, REQUEST, STOP

# Starts the runner as a child of a process that the test can kill.
PARENT = (sys.executable, "-c", "import subprocess, sys; subprocess.Popen(sys.argv[1:]).wait()")
FOREVER = "async def handler(input, context):\n    while True: pass"


class ProcessTest(RunnerCase):
    def test_hello_says_who_it_is(self):
        self.start()
        self.assertEqual(self.peer.hello.meta, {"protocol": 1, "language": "python", "version": platform.python_version()})

    def test_pong_says_resident_memory(self):
        file = self.start_with("""
            import mmap
            kept = []
            async def handler(input, context):
                kept.append(b"x" * 50_000_000 if input == "resident" else mmap.mmap(-1, 500_000_000))
        """, EVENT)
        before = self.ping()
        self.assertGreater(before, 5_000_000)
        self.assert_result(self.peer.event(file, "mapped"))
        self.assertLess(self.ping(), before + 40_000_000)
        self.assert_result(self.peer.event(file, "resident"))
        self.assertGreater(self.ping(), before + 45_000_000)

    def test_loaded_says_resident_memory(self):
        sizes = []
        for kept in ("", "KEPT = b'x' * 80_000_000"):
            self.start_with(f"{kept}\nasync def handler(input, context): pass", EVENT)
            sizes.append(self.peer.loaded["memory"])
        self.assertGreater(sizes[0], 5_000_000)
        self.assertGreater(sizes[1], sizes[0] + 70_000_000)

    def ping(self):
        return self.peer.read(PONG, id=self.peer.begin(PING, {})).meta["memory"]

    def test_print_comes_line_by_line_while_the_handler_runs(self):
        file = self.start_with("""
            import sys
            def handler(input, context):
                print("größer \\ud800")
                print("an error", file=sys.stderr)
                context.state.get("g", "k").result()
        """, EVENT)
        self.peer.begin_call(file, "event", b"null")
        self.peer.read(REQUEST)
        self.assertEqual(self.peer.said(self.peer.process.stdout), "größer \\ud800\n")
        self.assertEqual(self.peer.said(self.peer.process.stderr), "an error\n")

    def test_warnings_go_to_standard_error(self):
        self.start_with("import warnings\nwarnings.warn('old api')\nasync def handler(req, context): ...")
        self.assertIn("UserWarning: old api", self.peer.said(self.peer.process.stderr))

    def test_working_directory_and_arguments_are_the_projects(self):
        file = self.start_with("import os\nasync def handler(req, context): return {'status': 200, 'body': [os.getcwd()]}")
        self.assert_result(self.peer.api(file), [str(self.project)])

    def test_stop_ends_when_no_call_runs_and_atexit_runs(self):
        file = self.start_with("""
            import atexit
            atexit.register(print, "goodbye")
            async def handler(req, context):
                await context.state.get("g", "k")
                return {"status": 200, "body": bytes(1_000_000)}
        """)
        id = self.peer.begin_api(file)
        request = self.peer.read(REQUEST)
        self.peer.send(STOP, 0, {})
        self.peer.read(PONG, id=self.peer.begin(PING, {}))
        self.peer.reply(request)
        self.assertEqual(len(self.peer.answer(id).body), 1_000_000)
        self.assert_ends(0)
        self.assertEqual(self.peer.process.stdout.read(), "goodbye\n")

    def test_stop_cancels_background_tasks_which_clean_up(self):
        file = self.start_with("""
            import asyncio
            async def forever():
                try:
                    await asyncio.Event().wait()
                finally:
                    print("cleaned up")
            async def handler(input, context):
                global task
                task = asyncio.create_task(forever())
                await asyncio.sleep(0)
        """, EVENT)
        self.assert_result(self.peer.event(file))
        self.peer.send(STOP, 0, {})
        self.assert_ends(0)
        self.assertEqual((self.peer.process.stdout.read(), self.peer.process.stderr.read()), ("cleaned up\n", ""))

    def test_stop_without_calls_ends_at_once(self):
        self.start()
        self.peer.send(STOP, 0, {})
        self.assert_ends(0)

    def test_closed_socket_ends_the_runner(self):
        self.start()
        self.peer.stream.close()
        self.peer.socket.close()
        self.assertEqual(self.peer.process.wait(timeout=30), 0)

    def test_closed_socket_ends_a_busy_runner(self):
        file = self.start_with(FOREVER, EVENT)
        self.peer.begin_call(file, "event", b"null")
        self.peer.stream.close()
        self.peer.socket.close()
        self.assertEqual(self.peer.process.wait(timeout=30), 0)

    def test_death_of_the_parent_ends_the_runner(self):
        self.start(launcher=PARENT)
        self.peer.process.kill()
        self.assert_closes()

    def test_death_of_the_parent_ends_a_busy_runner(self):
        file = self.start_with(FOREVER, EVENT, launcher=PARENT)
        self.peer.begin_call(file, "event", b"null")
        self.peer.process.kill()
        self.assert_closes()

    def test_exit_of_the_process_closes_the_socket(self):
        file = self.start_with("import os\nasync def handler(input, context): os._exit(3)", EVENT)
        self.peer.begin_call(file, "event", b"null")
        self.assert_ends(3)

    def test_forked_process_does_not_keep_the_connection_of_a_dead_runner(self):
        file = self.start_with("""
            import os, signal
            async def handler(input, context):
                if os.fork() == 0:
                    print("child", os.getpid())
                    signal.pause()
        """, EVENT)
        self.assert_result(self.peer.event(file))
        child = int(self.peer.process.stdout.readline().split()[1])
        self.addCleanup(os.kill, child, signal.SIGKILL)
        self.peer.process.kill()
        self.assert_closes()

    def test_processes_that_a_step_starts_work(self):
        self.write("src/work.py", "def double(n): return 2 * n")
        file = self.start_with("""
            import asyncio, multiprocessing, sys
            from concurrent.futures import ProcessPoolExecutor
            from src.work import double
            async def handler(req, context):
                shell = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(3)", stdout=asyncio.subprocess.PIPE)
                found = [int((await shell.communicate())[0])]
                for method in ("fork", "spawn"):
                    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
                        found.append(await asyncio.wrap_future(pool.submit(double, 4)))
                return {"status": 200, "body": found}
        """)
        self.assert_result(self.peer.api(file), [3, 8, 8])

    def test_interrupt_from_the_terminal_is_left_to_the_silo(self):
        file = self.start_with("async def handler(req, context): return {'status': 204}")
        os.kill(self.peer.process.pid, signal.SIGINT)
        self.assert_result(self.peer.api(file), status=204)

    def test_termination_sent_to_the_whole_group_is_left_to_the_silo(self):
        file = self.start_with("async def handler(req, context): return {'status': 204}")
        os.kill(self.peer.process.pid, signal.SIGTERM)
        self.assert_result(self.peer.api(file), status=204)

    def test_forked_process_can_be_terminated(self):
        for kind in ("async def", "def"):
            with self.subTest(kind):
                file = self.start_with(f'''
                    import multiprocessing, signal
                    {kind} handler(req, context):
                        process = multiprocessing.get_context("fork").Process(target=signal.pause)
                        process.start()
                        process.terminate()
                        process.join(20)
                        code = process.exitcode
                        process.kill()
                        return {{"status": 200, "body": [code]}}
                ''')
                self.assert_result(self.peer.api(file), [-signal.SIGTERM])

    def test_silo_that_is_not_there_is_an_error(self):
        command = [sys.executable, str(MAIN), "--socket", str(self.project / "none"), "--project", str(self.project)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=30)
        self.assertEqual(ended.returncode, 1)
        self.assertIn(f"cannot connect to the silo at {self.project / 'none'}", ended.stderr)

    def assert_closes(self):
        self.assertEqual(self.peer.stream.read(), b"")

    def assert_ends(self, status):
        self.assert_closes()
        self.assertEqual(self.peer.process.wait(timeout=30), status)
