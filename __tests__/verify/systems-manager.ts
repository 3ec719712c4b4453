import { createServer } from "node:http";
import { AddressInfo } from "node:net";

/** What an action answers, in the form of the Systems Manager API reference; or the error that it ends with. */
export type Answer = Readonly<Record<string, unknown>> & { readonly error?: string };

export interface Request {
  readonly action: string;
  readonly body: any;
}

/**
 * Systems Manager on loopback while `use` runs.
 *
 * @param answer to a request, and how many of its action came before it
 */
export async function withSystemsManager<T>(
  answer: (request: Request, earlier: number) => Answer,
  use: (endpoint: string, requests: readonly Request[]) => Promise<T>,
): Promise<T> {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const action = String(request.headers["x-amz-target"]).replace("AmazonSSM.", "");
      const earlier = requests.filter((one) => one.action === action).length;
      const asked = { action, body: JSON.parse(Buffer.concat(chunks).toString()) };
      requests.push(asked);
      const { error, ...said } = answer(asked, earlier);
      response.setHeader("content-type", "application/x-amz-json-1.1");
      if (error !== undefined) response.statusCode = 400;
      response.end(JSON.stringify(error === undefined ? said : { __type: error, message: "" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
