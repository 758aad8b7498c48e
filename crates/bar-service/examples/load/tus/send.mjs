// Sends a file by tus-js-client in one request, and says how many seconds that took.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const [tools, endpoint, file] = process.argv.slice(2);
const tus = createRequire(`${tools}/`)("tus-js-client");

const begun = performance.now();
new tus.Upload(createReadStream(file), {
  endpoint,
  retryDelays: null,
  onSuccess: () => console.log((performance.now() - begun) / 1000),
  onError: (error) => {
    console.error(`${error}`);
    process.exit(1);
  },
}).start();
