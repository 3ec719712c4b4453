import { spawn } from "node:child_process";
import { once } from "node:events";
import { AddressInfo, connect, createServer } from "node:net";
import { knock, whyNotOutside } from "../../lib/verify/knock";

test("an open port is told from one that refuses", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect(await knock("127.0.0.1", [port])).toEqual([{ port, answer: "open" }]);
  server.close();
  await once(server, "close");
  expect(await knock("127.0.0.1", [port])).toEqual([{ port, answer: "refused" }]);
});

/** Its queue holds two connections, which nobody takes: the kernel answers no third one. */
const DEAF = `
  const server = require("node:net").createServer();
  server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
    require("node:fs").writeSync(1, server.address().port + "\\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

test("a port that never answers is silent", async () => {
  const child = spawn(process.execPath, ["-e", DEAF], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const port = Number(line);
    const queue = [0, 1].map(() => connect({ host: "127.0.0.1", port }));
    await Promise.all(queue.map((socket) => once(socket, "connect")));
    expect(await knock("127.0.0.1", [port], 500)).toEqual([{ port, answer: "silent" }]);
    queue.forEach((socket) => socket.destroy());
  } finally {
    child.kill("SIGKILL");
  }
});

test("where no route leads, nothing is said of the host", async () => {
  // Reserved: Linux sends nothing there.
  expect(await knock("255.255.255.255", [80], 500)).toEqual([{ port: 80, answer: "unreachable" }]);
});

test.each(["http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000"])(
  "nobody is asked for what the emulator at %s calls public addresses",
  (endpoint) => {
    expect(whyNotOutside({ AWS_ENDPOINT_URL: endpoint })).toContain(endpoint);
    expect(whyNotOutside({ AWS_ENDPOINT_URL_EC2: endpoint })).toContain(endpoint);
  },
);

test.each([undefined, "", "https://ec2.eu-central-1.amazonaws.com"])("on AWS they are (%s)", (endpoint) =>
  expect(whyNotOutside({ AWS_ENDPOINT_URL: endpoint })).toBeUndefined(),
);
