"""Reads a file that is sent as the body of a request, up to a limit."""

from fastapi import Request

from core.error_codes import ErrorCode
from core.errors import InvalidInput


async def limited_body(request: Request, largest_bytes: int) -> bytes:
    """
    Raises:
        InvalidInput: there is more; what came is thrown away.
    """
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > largest_bytes:
            raise InvalidInput.of("file", ErrorCode.FILE_TOO_LARGE, max_mebibytes=largest_bytes // 2**20)
    return bytes(content)
