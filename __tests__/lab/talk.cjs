// Keeps one TCP connection and one UDP mapping alive to a host of the lab, and prints each answer.
//
//   node talk.cjs ADDRESS PAUSE      PAUSE is the milliseconds between two questions
//
// Prints {"protocol": "tcp", "seenAs": "203.0.113.1:40001"} and the like, a line each, until it is killed.
const { createSocket } = require("node:dgram");
const { Agent, get } = require("node:http");

const [address, pause] = process.argv.slice(2);
const print = (protocol, { seenAs }) => console.log(JSON.stringify({ protocol, seenAs }));

// A connection that breaks is replaced by another, whose port is another.
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
function askByTcp() {
  const again = () => setTimeout(askByTcp, Number(pause));
  const request = get({ host: address, port: 80, agent }, (response) => {
    let text = "";
    response.on("data", (chunk) => (text += chunk));
    response.on("end", () => {
      print("tcp", JSON.parse(text));
      again();
    });
  });
  request.on("error", again);
}

const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
socket.on("message", (reply, { port }) => {
  if (port === 7 && reply.includes("seenAs")) print("udp", JSON.parse(reply.toString()));
});
socket.bind(() => setInterval(() => socket.send("?", 7, address, () => {}), Number(pause)));
askByTcp();
