import { join } from "node:path";
import { ExecaChildProcess } from "execa";
import { Namespace } from "../../lab/namespace";

const START_LIMIT_MS = 20_000;

/** Starts what answers the measurements, and waits until it listens. */
export async function startServers(server: Namespace): Promise<void> {
  // As many connections may wait to be accepted as accept.py asks for.
  await server.run("sysctl", ["-qw", "net.core.somaxconn=4096"]);
  const accept = server.start("python3", [join(__dirname, "programs/accept.py")], { reject: false });
  const iperf = server.start("iperf3", ["--server", "--forceflush"], { reject: false });
  await Promise.all([said(accept, "ready"), said(iperf, "Server listening")]);
}

async function said(server: ExecaChildProcess, text: string): Promise<void> {
  let all = "";
  await new Promise<void>((resolve, reject) => {
    server.stdout!.on("data", (chunk: Buffer) => (all += chunk.toString()).includes(text) && resolve());
    void server.then(({ stderr }) => reject(new Error(`${server.spawnargs.join(" ")} ended: ${stderr}`)));
    setTimeout(
      () => reject(new Error(`No "${text}" from ${server.spawnargs.join(" ")}`)),
      START_LIMIT_MS,
    ).unref();
  });
}
