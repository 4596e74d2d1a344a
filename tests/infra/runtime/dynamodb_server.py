"""Run as a process of its own: a DynamoDB endpoint on a port, with its streams, as DynamoDB Local would be.

Every request is handed on, byte for byte, to moto under the name of the real service.
"""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
from moto import mock_aws

KEPT_HEADERS = ("X-Amz-Target", "Content-Type", "Authorization")
ONE_AT_A_TIME = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        service = self.headers["X-Amz-Target"].split("_")[0]
        name = {"DynamoDB": "dynamodb", "DynamoDBStreams": "streams.dynamodb"}[service]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {header: self.headers[header] for header in KEPT_HEADERS}
        with ONE_AT_A_TIME:
            answer = requests.post(f"https://{name}.us-east-1.amazonaws.com/", body, headers=headers)
        self.send_response(answer.status_code)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    with mock_aws():
        server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
        sys.stdout.write("listening\n")
        sys.stdout.flush()
        server.serve_forever()
