"""`/dev/s3/`: the browser's way to the buckets on the server's own port (design §5).

The product presigns uploads and downloads exactly as on AWS; only the host in front differs (`FILES_URL`).
What arrives here is checked as S3 checks it and then goes to the embedded S3 by an ordinary call.
"""

from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlencode

from botocore.exceptions import ClientError
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from chalicelib.kernel.clock import Clock
from infra.local.dev_http import NO_STORE, DevAnswer, DevRequest, not_allowed
from infra.local.dev_layout import dev_page
from infra.local.s3_signatures import FileRefusedError, Signatures

BASE_PATH = "/dev/s3"
_REFUSALS = {
    "AccessDenied": (403, "上传或下载的许可无效，或者已经过期。请返回原来的页面刷新后重试。"),
    "SignatureDoesNotMatch": (403, "上传或下载的许可无效，或者已经过期。请返回原来的页面刷新后重试。"),
    "EntityTooLarge": (413, "文件太大。请返回原来的页面，选择较小的文件。"),
    "MalformedPOSTRequest": (400, "表单无法读取。请返回原来的页面重试。"),
    "NoSuchKey": (404, "文件不存在。"),
}
_PASSED_ON = {"ContentType": "Content-Type", "ContentDisposition": "Content-Disposition", "ETag": "ETag"}


class FileStore:
    """Takes presigned forms and serves presigned links."""

    def __init__(self, s3: Any, signatures: Signatures, clock: Clock) -> None:
        """Store into and read from an S3 client."""
        self._s3, self._signatures, self._clock = s3, signatures, clock

    def handle(self, request: DevRequest) -> DevAnswer | None:
        """Answer requests below `/dev/s3/`; None for any other address."""
        if not request.path.startswith(f"{BASE_PATH}/"):
            return None
        bucket, _, key = request.path.removeprefix(f"{BASE_PATH}/").partition("/")
        try:
            if request.method == "POST" and not key:
                return self._upload(bucket, request)
            if request.method in ("GET", "HEAD") and key:
                return self._download(bucket, key, request)
        except FileRefusedError as refused:
            return _refused(str(refused))
        except ClientError as error:
            return _refused(error.response["Error"]["Code"])
        return not_allowed("GET" if key else "POST")

    def _upload(self, bucket: str, request: DevRequest) -> DevAnswer:
        fields, content = _parse(request)
        self._signatures.check_upload(bucket, fields, len(content), self._clock.wall_now())
        key = fields["key"]
        stored = self._s3.put_object(
            Bucket=bucket,
            Key=key,
            Body=content,
            ContentType=fields.get("Content-Type", "binary/octet-stream"),
        )
        back = fields.get("success_action_redirect")
        if not back:
            return DevAnswer(204, (("ETag", stored["ETag"]), NO_STORE))
        query = urlencode({"bucket": bucket, "key": key, "etag": stored["ETag"]})
        return DevAnswer(303, (("Location", f"{back}{'&' if '?' in back else '?'}{query}"), NO_STORE))

    def _download(self, bucket: str, key: str, request: DevRequest) -> DevAnswer:
        address = f"{self._s3.meta.endpoint_url}/{bucket}/{key}"
        self._signatures.check_download(address, request.query_string, self._clock.wall_now())
        asked = request.query()
        overridden = {
            f"Response{name}": asked[f"response-{header.lower()}"]
            for name, header in _PASSED_ON.items()
            if f"response-{header.lower()}" in asked
        }
        found = self._s3.get_object(Bucket=bucket, Key=unquote(key), **overridden)
        headers = [(header, str(found[name])) for name, header in _PASSED_ON.items() if name in found]
        # Whatever somebody uploaded is shown from our own address, so it may do nothing there.
        headers += [("Content-Security-Policy", "sandbox; default-src 'none'")]
        headers += [("X-Content-Type-Options", "nosniff"), NO_STORE]
        return DevAnswer(200, tuple(headers), found["Body"].read())


def _parse(request: DevRequest) -> tuple[dict[str, str], bytes]:
    """Read a multipart form: its text fields and the content of the one called `file`."""
    kind, options = parse_options_header(request.header("Content-Type") or "")
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise FileRefusedError("MalformedPOSTRequest")
    parser = FormDataParser(silent=False)
    try:
        _, fields, files = parser.parse(BytesIO(request.body), kind, len(request.body), options)
    except ValueError as error:
        raise FileRefusedError("MalformedPOSTRequest") from error
    if "file" not in files or "key" not in fields:
        raise FileRefusedError("MalformedPOSTRequest")
    return {name: fields[name] for name in fields}, files["file"].read()


def _refused(code: str) -> DevAnswer:
    status, words = _REFUSALS.get(code, (400, "请求无法办理。请返回原来的页面重试。"))
    return dev_page("文件", f'<p role="alert">{words}</p><p><code>{code}</code></p>', status=status)
