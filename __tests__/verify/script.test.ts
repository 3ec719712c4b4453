import { createServer } from "node:http";
import { AddressInfo } from "node:net";
import { join } from "node:path";
import execa from "execa";
import { describeWith } from "../support/tools";

const SCRIPT = join(__dirname, "../../lib/verify/private-instance.sh");

async function said(checkip: string): Promise<string> {
  return (await execa("sh", [SCRIPT], { env: { CHECKIP: checkip } })).stdout;
}

describeWith(["curl", "ip"], "what a private instance says of itself", () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/ill" ? 503 : 200;
    response.end("198.51.100.1\n");
  });
  let port: number;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test("its address, as it is told, and that names are found", async () => {
    expect(await said(`http://localhost:${port}`)).toBe("names=127.0.0.1\naddress=198.51.100.1");
  });

  test("no address when nobody answers, or who does is ill", async () => {
    expect(await said("http://localhost:1")).toBe("names=127.0.0.1\naddress=");
    expect(await said(`http://localhost:${port}/ill`)).toBe("names=127.0.0.1\naddress=");
  });

  test("no name when none is found", async () => {
    expect(await said("http://nobody.invalid")).toBe("names=\naddress=");
  });
});
