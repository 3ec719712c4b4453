// EC2's instance metadata service, version 2 (EC2 user guide, "Use IMDSv2"): a token first, then what it opens.
//
//   node server.cjs FILE
//
// FILE says what to serve to whom (`servedIn` in instance-metadata.ts); it is read at each request.
const { randomBytes } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { createServer } = require("node:http");

const [file] = process.argv.slice(2);
const TOKEN = "x-aws-ec2-metadata-token";
const tokens = new Set();

createServer((request, response) => {
  const answer = (status, body = "") => response.writeHead(status).end(body);
  const [, version, ...path] = request.url.split("/");
  if (request.method === "PUT" && request.url === "/latest/api/token") {
    const seconds = request.headers[`${TOKEN}-ttl-seconds`];
    if (seconds === undefined) return answer(400);
    const token = randomBytes(24).toString("base64url");
    tokens.add(token);
    response.setHeader(`${TOKEN}-ttl-seconds`, seconds);
    return answer(200, token);
  }
  if (!tokens.has(request.headers[TOKEN])) return answer(401);
  const served = JSON.parse(readFileSync(file, "utf8"))[request.socket.remoteAddress];
  if (served === undefined || version === "") return answer(404);
  const found = path.filter(Boolean).reduce((folder, name) => folder?.[name], served);
  if (found === undefined) return answer(404);
  answer(200, typeof found === "string" ? found : listing(found));
}).listen(80, "169.254.169.254", () => console.log("ready"));

/** A folder's names, folders with a slash at their end. */
function listing(folder) {
  return Object.entries(folder)
    .map(([name, content]) => (typeof content === "string" ? name : `${name}/`))
    .join("\n");
}
