"""What the fuzzer has to know beside the document: what bytes of an upload look like."""

import schemathesis
from hypothesis import strategies

schemathesis.openapi.media_type("application/offset+octet-stream", strategies.binary(max_size=4096))
