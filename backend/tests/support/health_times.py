"""Asks a server for /healthy again and again, as a process of its own: no other client's work is in its times.

    python health_times.py URL COUNT

Prints the seconds of each answer as a list in JSON.
"""

import http.client
import json
import sys
import time
from urllib.parse import urlsplit

PAUSE_S = 0.1


def main(url: str, count: int) -> None:
    """One connection, as a monitor keeps it."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    took = []
    for _ in range(count):
        began = time.perf_counter()
        connection.request("GET", "/healthy")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"OK")
        took.append(time.perf_counter() - began)
        time.sleep(PAUSE_S)
    print(json.dumps(took))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
