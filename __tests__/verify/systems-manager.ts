import { createServer } from "node:http";
import { AddressInfo } from "node:net";

/** What an action answers, in the form of the Systems Manager API reference; or the error that it ends with. */
export type Answer = Readonly<Record<string, unknown>> & { readonly error?: string };

export interface Request {
  readonly action: string;
  readonly body: unknown;
}

/** Systems Manager on loopback while `use` runs: each action gives its answers in turn, and the last for ever. */
export async function withSystemsManager<T>(
  answers: Readonly<Record<string, readonly Answer[]>>,
  use: (requests: readonly Request[]) => Promise<T>,
): Promise<T> {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const action = String(request.headers["x-amz-target"]).replace("AmazonSSM.", "");
      const earlier = requests.filter((one) => one.action === action).length;
      requests.push({ action, body: JSON.parse(Buffer.concat(chunks).toString()) });
      const { error, ...answer } = answers[action]![Math.min(earlier, answers[action]!.length - 1)]!;
      response.setHeader("content-type", "application/x-amz-json-1.1");
      if (error !== undefined) response.statusCode = 400;
      response.end(JSON.stringify(error === undefined ? answer : { __type: error, message: "" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  try {
    return await use(requests);
  } finally {
    process.env = before;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
