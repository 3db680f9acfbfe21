"""Every metric that is counted while the server works: names, labels, buckets. What is read at a scrape is in state.py.

Labels are from closed lists (fields of the schema, addresses, roles and methods of workers, codes): never an id or a name
that a person gave, so that there are only so many time series.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

QUICK_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
LONG_S = (*QUICK_S, 60.0, 300.0, 1800.0)  # a clip is prepared, an export written


class Metrics:
    """One server's numbers, in a registry of their own. Thread-safe."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.operation_seconds = Histogram(
            "masklet_operation_seconds",
            "Time of a query or mutation, by its field",
            ["operation"],
            buckets=LONG_S,
            registry=registry,
        )
        self.errors = Counter("masklet_errors", "Errors that clients were told, by code", ["code"], registry=registry)
        self.requests = Counter("masklet_requests", "HTTP answers", ["address", "status"], registry=registry)
        self.uploads = Counter("masklet_uploads", "Files received, by outcome", ["outcome"], registry=registry)
        self.streams = Counter("masklet_streams", "Streams opened", ["operation"], registry=registry)
        self.streams_open = Gauge("masklet_streams_open", "Streams open now", ["operation"], registry=registry)
        self.call_seconds = Histogram(
            "masklet_worker_call_seconds",
            "Time that a worker took for a call: of the engine open, prompt, step (one frame of tracking), ...",
            ["worker", "call"],
            buckets=LONG_S,
            registry=registry,
        )
        self.wait_seconds = Histogram(
            "masklet_worker_wait_seconds",
            "Time that a call waited for its turn",
            ["worker", "call"],
            buckets=QUICK_S,
            registry=registry,
        )
        self.waiting = Gauge("masklet_worker_waiting", "Calls that wait for their turn", ["worker"], registry=registry)
        self.call_errors = Counter(
            "masklet_worker_errors", "Calls that ended with an error, by code", ["worker", "code"], registry=registry
        )
        self.starts = Counter("masklet_worker_starts", "Processes started", ["worker"], registry=registry)
        self.deaths = Counter("masklet_worker_deaths", "Processes that died unasked", ["worker"], registry=registry)
