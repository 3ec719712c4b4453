import { connect } from "node:net";
import { PortAnswer } from "./facts";

/** SSH, DNS, HTTP and HTTPS, and what is often forgotten. */
export const PORTS = [22, 53, 80, 443, 8080];

/** A SYN that is lost is sent again after one second; in milliseconds. */
const PATIENCE = 3000;

/** Tries to open a TCP connection to each of some ports, all at once. */
export function knock(
  address: string,
  ports: readonly number[] = PORTS,
  patience = PATIENCE,
): Promise<PortAnswer[]> {
  return Promise.all(ports.map(async (port) => ({ port, answer: await answerAt(address, port, patience) })));
}

function answerAt(host: string, port: number, timeout: number): Promise<PortAnswer["answer"]> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout });
    const end = (answer: PortAnswer["answer"]) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end("open"));
    socket.once("timeout", () => end("silent"));
    socket.once("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "ECONNREFUSED" || code === "ECONNRESET") return end("refused");
      end(code === "ETIMEDOUT" ? "silent" : "unreachable");
    });
  });
}

/** Why nobody is to be asked from here: an emulator's public addresses are those of strangers. */
export function whyNotOutside({ AWS_ENDPOINT_URL_EC2, AWS_ENDPOINT_URL } = process.env): string | undefined {
  const endpoint = AWS_ENDPOINT_URL_EC2 || AWS_ENDPOINT_URL || "";
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  if (!/^(127(\.\d+){3}|localhost|\[::1\])$/.test(host)) return undefined;
  return `EC2 is asked on this machine (${endpoint}), and an emulator's public addresses are strangers'`;
}
