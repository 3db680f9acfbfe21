"""An upload in pieces of one's own, as the GraphQL multipart specification has it."""

import json

UPLOAD = {"query": "mutation($file: Upload!) { uploadVideo(file: $file) { path } }", "variables": {"file": None}}
MULTIPART = "multipart/form-data; boundary=b"


def field(name, value):
    return f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


HEAD = (
    field("operations", json.dumps(UPLOAD))
    + field("map", json.dumps({"file": ["variables.file"]}))
    + '--b\r\nContent-Disposition: form-data; name="file"; filename="clip.mp4"\r\n\r\n'
).encode()
TAIL = b"\r\n--b--\r\n"
