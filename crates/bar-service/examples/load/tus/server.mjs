// @tus/server on a folder, as its documentation shows it; says where it listens.
import { createRequire } from "node:module";
import { createServer } from "node:http";

const [tools, directory] = process.argv.slice(2);
const need = createRequire(`${tools}/`);
const { Server } = need("@tus/server");
const { FileStore } = need("@tus/file-store");

const tus = new Server({ path: "/files", datastore: new FileStore({ directory }) });
const server = createServer((request, response) => tus.handle(request, response));
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/files`));
