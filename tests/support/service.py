"""A real `phare serve` on loopback, for tests in Python that need nothing else of a world."""
import contextlib
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import types


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def serving(phare, face, *more, settings="", patience=60):
    """Until the block ends: `face` ("api", "web") listens on `.port`; `.process`, `.config`. What `phare serve` says is `.process.stderr`."""
    with tempfile.TemporaryDirectory(prefix="phare-serving-") as folder:
        port, health = free_port(), free_port()
        config = pathlib.Path(folder) / "config.yaml"
        config.write_text(
            f"data: {{folder: {folder}/data, free_space_floor: 1 MiB}}\n"
            f"{face}: {{listen: {{port: {port}}}}}\n"
            f"{settings}"
            f"metrics: {{port: {health}}}\n")
        process = subprocess.Popen([phare, "serve", "-c", config, *more], stderr=subprocess.PIPE, text=True)
        try:
            deadline = time.monotonic() + patience
            while True:
                with socket.socket() as s:
                    if s.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None or time.monotonic() > deadline:
                    process.kill()
                    sys.exit("the service does not listen:\n" + process.communicate()[1])
                time.sleep(0.05)
            yield types.SimpleNamespace(process=process, port=port, config=config)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
