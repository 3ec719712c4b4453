// What a host of the lab answers: by HTTP, UDP and DNS, each time with the address and port that it was asked from.
//
//   node server.cjs NAME [PORT…]      PORT is one more that it listens at, such as tcp:8443
//
// HTTP     GET /        {"host": NAME, "seenAs": "203.0.113.1:40001"}
//          POST /       the number of bytes that came, once all have
//          GET /N       N bytes
//          GET /wait/N  the same, N milliseconds after the first byte
// UDP      "?"          the same text as GET /
//          else DNS     an A or AAAA record with the address, and a TXT record with address and port, for whatever name
const { createSocket } = require("node:dgram");
const { createServer } = require("node:http");
const { networkInterfaces } = require("node:os");
const packet = require("dns-packet");

const [host, ...further] = process.argv.slice(2);
/** So that whatever port a security group opens, or a load balancer passes on to, there is someone to answer. */
const TCP_PORTS = portsOf("tcp", [22, 80, 443, 8080]);
const UDP_PORTS = portsOf("udp", [7, 53, 443]);

/**
 * Each by itself too, so that a datagram's reply comes from the address that was asked, by whichever network interface
 * it leaves.
 */
const ADDRESSES = Object.values(networkInterfaces())
  .flat()
  .filter(({ family, internal, scopeid = 0 }) => !internal && (family === "IPv4" || scopeid === 0))
  .map(({ address }) => address)
  .concat("0.0.0.0", "::");

function portsOf(protocol, usual) {
  const named = further.map((text) => text.split(":")).filter(([name]) => name === protocol);
  return [...new Set([...usual, ...named.map(([, port]) => Number(port))])];
}

const text = ({ address, port }) => JSON.stringify({ host, seenAs: end(address, port) }) + "\n";
const end = (address, port) => (address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`);
const CHUNK = Buffer.alloc(1 << 16);

function http(request, response) {
  const { remoteAddress: address, remotePort: port } = request.socket;
  if (request.method === "POST") return receive(request, response);
  const wait = /^\/wait\/(\d+)$/.exec(request.url);
  const bytes = /^\/(\d+)$/.exec(request.url);
  if (bytes) return send(response, Number(bytes[1]));
  if (!wait) return response.end(text({ address, port }));
  response.write(" ");
  setTimeout(() => response.end(text({ address, port })), Number(wait[1]));
}

function receive(request, response) {
  let size = 0;
  request.on("data", (chunk) => (size += chunk.length));
  request.on("end", () => response.end(String(size)));
}

function send(response, size) {
  let left = size;
  response.setHeader("content-length", size);
  const more = () => {
    while (left > 0) {
      const chunk = CHUNK.subarray(0, Math.min(left, CHUNK.length));
      left -= chunk.length;
      if (!response.write(chunk)) return response.once("drain", more);
    }
    response.end();
  };
  more();
}

function dns(question, { address, port }) {
  const { id, questions } = packet.decode(question);
  const name = questions[0].name;
  const answers = [
    { type: address.includes(":") ? "AAAA" : "A", name, ttl: 0, data: address },
    { type: "TXT", name, ttl: 0, data: [end(address, port)] },
  ].filter(({ type }) => type === questions[0].type);
  return packet.encode({ type: "response", id, flags: packet.AUTHORITATIVE_ANSWER, questions, answers });
}

function answer(message, from) {
  return message.toString() === "?" ? text(from) : dns(message, from);
}

function udp(port) {
  return Promise.all(ADDRESSES.map((address) => udpAt(address, port)));
}

function udpAt(address, port) {
  const kind = address.includes(":") ? { type: "udp6", ipv6Only: true } : { type: "udp4" };
  const socket = createSocket({ ...kind, reuseAddr: true }, (message, from) => {
    let reply;
    try {
      reply = answer(message, from);
    } catch {
      return;
    }
    socket.send(reply, from.port, from.address, () => {});
  });
  return new Promise((resolve) => socket.bind(port, address, resolve));
}

function listen(host, port) {
  // A connection that its client keeps open stays so.
  const server = createServer({ keepAliveTimeout: 0 }, http);
  return new Promise((resolve) => server.listen({ host, port, ipv6Only: true }, resolve));
}

Promise.all([
  ...TCP_PORTS.flatMap((port) => [listen("0.0.0.0", port), listen("::", port)]),
  ...UDP_PORTS.map(udp),
]).then(() => console.log("ready"));
