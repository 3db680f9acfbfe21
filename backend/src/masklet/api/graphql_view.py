"""POST /graphql: JSON, uploads and streams. Runs the schema itself; strawberry's Flask view can neither stream nor receive."""

from contextlib import closing

import structlog
from flask import Request, Response, request
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from masklet.api.auth.guard import asker
from masklet.api.clients import client_key
from masklet.api.config import ApiConfig
from masklet.api.context import Context
from masklet.api.errors import come_again, graphql_refusal, status_of
from masklet.api.json_body import read_json
from masklet.api.operation import Operation, operation
from masklet.api.pace import UPLOADS, Pace
from masklet.api.requests import urls_of
from masklet.api.root_fields import operation_name, session_of
from masklet.api.schema.build import studio_schema
from masklet.api.stream_formats import Result, StreamFormat, chosen_format, compact
from masklet.api.stream_results import Results, body_of, results, written
from masklet.api.streaming import Slots, has_left
from masklet.api.upload_request import drain, receive
from masklet.domain.errors import InvalidInput, MaskletError, TooOften
from masklet.service.interfaces import Services
from masklet.watch.watch import Watch
from masklet.workers.computing import ComputeLimit

STREAM_HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}


class GraphQLView:
    """Answers one request after another; holds no state but the counts of open streams and of requests at work."""

    def __init__(
        self,
        services: Services,
        config: ApiConfig,
        streams: Slots,
        requests: Slots,
        pace: Pace,
        watch: Watch,
        compute: ComputeLimit,
    ) -> None:
        self._services = services
        self._pace = pace
        self._schema = studio_schema(config.introspection)
        self._config = config
        self._streams, self._requests = streams, requests
        self._watch = watch
        self._compute = compute

    def post(self) -> Response:
        """The answer, whatever the request is."""
        is_upload = request.mimetype == "multipart/form-data"
        try:
            with self._requests.held(client_key(request)):
                return self._upload(request) if is_upload else self._run(operation(read_json(request)))
        except MaskletError as error:
            return self._refused_upload(request, error) if is_upload else graphql_refusal(error)

    def _upload(self, sent: Request) -> Response:
        self._pace.take(UPLOADS, client_key(sent))
        wanted, received = receive(sent, self._services.seen_by(asker()))
        is_used = False
        try:
            result = self._executed(wanted)
            is_used = received.taken and not result.errors
            return self._answer(result)
        finally:
            self._watch.uploaded("taken" if received.taken else "refused")
            if not is_used:  # without effect where it was used and then something else went wrong
                received.abort(InvalidInput("The request did not use its file."))

    def _refused_upload(self, sent: Request, error: MaskletError) -> Response:
        self._watch.uploaded("refused")
        drain(sent)
        refusal = graphql_refusal(error)
        refusal.headers["Connection"] = "close"
        return refusal

    def _run(self, wanted: Operation) -> Response:
        style = chosen_format(request.headers.get("Accept", ""), wanted.is_subscription)
        if style is not None and wanted.is_readable:
            return self._stream(wanted, style)
        if wanted.is_subscription:
            raise InvalidInput("Subscriptions are streamed: accept text/event-stream or multipart/mixed.")
        return self._plain(wanted)

    def _context(self) -> Context:
        principal, client = asker(), client_key(request)
        return Context(
            self._services.seen_by(principal),
            urls_of(request, self._config),
            principal=principal,
            mode=self._config.access.mode,
            rates=self._config.rates,
            streams_per_client=self._config.streams_per_client,
            requests_per_client=self._config.requests_per_client,
            pace=lambda kind: self._pace.take(kind, client),
        )

    def _plain(self, wanted: Operation) -> Response:
        with self._compute.computing():
            return self._answer(self._executed(wanted))

    def _executed(self, wanted: Operation) -> ExecutionResult:
        _name_session(wanted)
        with self._watch.operation(operation_name(wanted)):
            return self._schema.execute_sync(
                wanted.query,
                variable_values=wanted.variables,
                context_value=self._context(),
                operation_name=wanted.name,
                allowed_operation_types=(OperationType.QUERY, OperationType.MUTATION),
            )

    def _answer(self, result: ExecutionResult) -> Response:
        response = Response(compact(self._counted(body_of(result))), mimetype="application/json")
        for error in result.errors or ():
            if isinstance(error.original_error, TooOften):
                response.status_code = status_of(error.original_error)
                come_again(response, error.original_error)
        return response

    def _counted(self, body: Result) -> Result:
        for error in body.get("errors", ()):
            self._watch.told_error(error["extensions"]["code"])
        return body

    def _stream(self, wanted: Operation, style: StreamFormat) -> Response:
        _name_session(wanted)
        name = operation_name(wanted)
        environ = request.environ
        told = self._watched(name, results(self._schema, wanted, self._context()))
        pieces = written(style, told, self._config, lambda: has_left(environ))
        give_back = self._streams.take(client_key(request))  # last: what is not begun yet holds nothing
        response = Response(pieces, content_type=style.content_type, headers=STREAM_HEADERS)
        response.call_on_close(give_back)
        response.call_on_close(self._watch.stream_opened(name))
        return response

    def _watched(self, name: str, told: Results) -> Results:
        with self._watch.streaming(name), closing(told):
            for result in self._compute.each(told):
                yield None if result is None else self._counted(result)


def _name_session(wanted: Operation) -> None:
    """In every line of the log that comes of it."""
    session_id = session_of(wanted)
    if session_id is not None:
        structlog.contextvars.bind_contextvars(session_id=session_id)
