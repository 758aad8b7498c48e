// Sends a file by tus-js-client, and goes on where an earlier run of this was killed.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";

const [tools, endpoint, token, metadata, file, memory] = process.argv.slice(2);
const tus = createRequire(`${tools}/npm/`)("tus-js-client");

const upload = new tus.Upload(createReadStream(file), {
  endpoint,
  metadata: JSON.parse(metadata),
  headers: { Authorization: `Bearer ${token}` },
  urlStorage: new tus.FileUrlStorage(memory),
  retryDelays: [0, 100, 200, 500, 1000, 1000, 1000],
  onUploadUrlAvailable: () => console.log(upload.url),
  onSuccess: () => process.exit(0),
  onError: (error) => {
    console.error(`${error}`);
    process.exit(1);
  },
});
const [earlier] = await upload.findPreviousUploads();
if (earlier) upload.resumeFromPreviousUpload(earlier);
upload.start();
