// Keeps one TCP connection to a host of the lab, and speaks only when it is told to.
//
//   node keep-connection.cjs ADDRESS PORT
//
// Reads a path such as / from each line and requests it; prints what it was answered, a line each, and at the end
// {"lost": "ECONNRESET"}. Ends with its input.
const { connect } = require("node:net");
const { createInterface } = require("node:readline");

const [host, port] = process.argv.slice(2);
const print = (what) => console.log(JSON.stringify(what));

const socket = connect({ host, port: Number(port) });
let text = "";
socket.on("data", (chunk) => {
  text += chunk;
  const [answer] = /\{.*\}/.exec(text) ?? [];
  if (answer === undefined) return;
  text = "";
  print(JSON.parse(answer));
});
socket.on("error", ({ code }) => print({ lost: code }));
socket.on("end", () => print({ lost: "end" }));

createInterface({ input: process.stdin })
  .on("line", (path) => socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`))
  .on("close", () => process.exit());
