// Asks hosts of the lab, all at once, and prints who answered and which address they saw.
//
//   node probe.cjs '[{"protocol": "tcp", "address": "192.0.2.1", "port": 443}, …]' TIMEOUT_MS
//
// Prints a list in the same order: {"answered": true, "host": …, "seenAs": …} or {"answered": false}.
const { execFile } = require("node:child_process");
const { createSocket } = require("node:dgram");
const { get } = require("node:http");
const packet = require("dns-packet");

const [probes, timeoutMs] = process.argv.slice(2).map((text) => JSON.parse(text));
const SILENT = { answered: false };

function tcp({ address, port }, resolve) {
  const request = get({ host: address, port, agent: false }, (response) => {
    let text = "";
    response.on("data", (chunk) => (text += chunk));
    response.on("end", () => resolve({ answered: true, ...JSON.parse(text) }));
  });
  request.on("error", () => resolve(SILENT));
}

/** A datagram may be lost, as on any network: it is sent until the time is over. */
function udp({ address, port }, resolve) {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  const isDns = port === 53;
  const question = { type: "query", id: 1, questions: [{ type: "TXT", name: "whoami.example" }] };
  socket.on("message", (reply, from) => {
    // From anyone else it is no reply.
    if (from.address !== address) return;
    socket.close();
    clearInterval(again);
    if (!isDns) return resolve({ answered: true, ...JSON.parse(reply.toString()) });
    resolve({ answered: true, seenAs: packet.decode(reply).answers[0].data.toString() });
  });
  socket.on("error", () => resolve(SILENT));
  const send = () => socket.send(isDns ? packet.encode(question) : "?", port, address, () => {});
  const again = setInterval(send, timeoutMs / 4);
  send();
}

function icmp({ address }, resolve) {
  execFile("ping", ["-n", "-c1", "-W", String(timeoutMs / 1000), address], (error) =>
    resolve({ answered: !error }),
  );
}

const ask = { tcp, udp, icmp };
Promise.all(
  probes.map(
    (probe) =>
      new Promise((resolve) => {
        setTimeout(() => resolve(SILENT), timeoutMs);
        ask[probe.protocol](probe, resolve);
      }),
  ),
).then((answers) => {
  process.stdout.write(JSON.stringify(answers), () => process.exit());
});
