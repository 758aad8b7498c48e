"""Sends a file by tuspy, and goes on where an earlier run of this was killed."""

import json
import sys

from tusclient.client import TusClient
from tusclient.storage.filestorage import FileStorage

tools, endpoint, token, metadata, file, memory = sys.argv[1:]
client = TusClient(endpoint, headers={"Authorization": f"Bearer {token}"})
uploader = client.uploader(
    file,
    chunk_size=8 * 1024 * 1024,
    metadata=json.loads(metadata),
    store_url=True,
    url_storage=FileStorage(memory),
    retries=20,
    retry_delay=1,
)
if not uploader.url:
    uploader.set_url(uploader.create_url())
print(uploader.url, flush=True)
uploader.upload()
