import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { Server, createServer } from "node:http";
import { join } from "node:path";

/** Writes what `aws sso login` leaves in a home, a year later. @returns the AWS configuration, with a profile `office` */
export function expiredSession(home: string): string {
  const cache = join(home, ".aws/sso/cache");
  mkdirSync(cache, { recursive: true });
  const session = { startUrl: "https://example.com/start", region: "eu-central-1" };
  writeFileSync(
    join(cache, `${createHash("sha1").update("office").digest("hex")}.json`),
    JSON.stringify({ ...session, accessToken: "token", expiresAt: "2025-01-01T00:00:00Z" }),
  );
  const config = join(home, "config");
  writeFileSync(
    config,
    "[profile office]\nsso_session = office\nsso_account_id = 000000000000\nsso_role_name = plan\n" +
      "[sso-session office]\nsso_region = eu-central-1\nsso_start_url = https://example.com/start\n",
  );
  return config;
}

/** An AWS that answers as it does to an old session token. */
export async function refusingServer(): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(400, { "content-type": "application/xml" });
    response.end(
      "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code>" +
        "<Message>The security token included in the request is expired</Message></Error></ErrorResponse>",
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
