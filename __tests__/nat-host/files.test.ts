import { hostFiles } from "../../lib/nat-host/files";

describe("hostFiles", () => {
  const INTERFACE = /\b(iif|oif|iifname|oifname|eth\d+|en[sp]\d+\w*)\b/;

  test.each(["iifname", "oif ens5", "dev eth0", "enp0s3"])("would know %j for an interface", (text) => {
    expect(text).toMatch(INTERFACE);
  });

  test.each(hostFiles({ heartbeat: true }))("names no interface in $path", ({ content }) => {
    expect(content).not.toMatch(INTERFACE);
  });

  test("has files that are already in the normal form that Terraform turns them into", () => {
    for (const { content } of hostFiles({ heartbeat: true })) expect(content).toBe(content.normalize("NFC"));
  });
});
