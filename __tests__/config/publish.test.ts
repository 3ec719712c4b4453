import { testEnvironment } from "../support/synthesize";
import { linesWith, refuses } from "./lines";

const WEB = { name: "web", port: 443, allowedCidrs: ["203.0.113.0/24"] };
const OPEN = { ...WEB, allowedCidrs: ["0.0.0.0/0"] };

const published = (...publish: object[]) => ({ publish });

describe("a published service is refused:", () => {
  refuses([
    [
      'publish[0].name: "Web" is no service\'s name; write up to 20 lower-case letters, digits and hyphens, a letter first',
      published({ ...WEB, name: "Web" }),
    ],
    [
      'publish[1].name: "web" is listed twice; give each service a name of its own',
      published(WEB, { ...WEB, port: 80 }),
    ],
    [
      "publish[1].port: 443 is taken by another tcp service; give each one of its own",
      published(WEB, { ...WEB, name: "api" }),
    ],
    ["publish[0].port: 65536 is no port; write 1 to 65535", published({ ...WEB, port: 65536 })],
    [
      "publish[0].port: is missing; write one, such as 443",
      published({ name: "web", allowedCidrs: ["203.0.113.0/24"] }),
    ],
    ["publish[0].targetPort: 1.5 is not a whole number", published({ ...WEB, targetPort: 1.5 })],
    ['publish[0].protocol: "http" must be "tcp" or "udp"', published({ ...WEB, protocol: "http" })],
    [
      "publish[0].healthCheckPort: is missing; name the TCP port that shows whether the instance is well, such as 22",
      published({ ...WEB, protocol: "udp" }),
    ],
    [
      'publish[0].to[0]: "nat-b" is no private instance; write one like "private-0"',
      published({ ...WEB, to: ["nat-b"] }),
    ],
    [
      'publish[0].to[1]: "private-2" is none of the private instances, "private-0" to "private-1"; name one of these',
      published({ ...WEB, to: ["private-0", "private-2"] }),
    ],
    [
      'publish[0].to: [] is empty; name at least one private instance, like "private-0"',
      published({ ...WEB, to: [] }),
    ],
    [
      "publish[0].to: has no private instance to go to; set privateInstances.count",
      { ...published(WEB), privateInstances: { count: 0 } },
    ],
    [
      'publish[0].allowedCidrs[0]: "203.0.113.7" has no prefix length; add one, such as /16 for a VPC or /32 for a single address',
      published({ ...WEB, allowedCidrs: ["203.0.113.7"] }),
    ],
    [
      'publish[0].allowedCidrs[1]: "203.0.113.0/24" is listed twice; name each range once',
      published({ ...WEB, allowedCidrs: ["203.0.113.0/24", "203.0.113.0/24"] }),
    ],
    [
      'publish[0].allowedCidrs: opens "web" to the internet; say why in exceptions: { "publish.web": "…" }, or name the ranges of its clients',
      published(OPEN),
    ],
    [
      'publish[0].allowedCidrs: opens "web" to the internet; say why in exceptions: { "publish.web": "…" }, or name the ranges of its clients',
      published({ ...WEB, allowedCidrs: ["0.0.0.0/1", "128.0.0.0/1"] }),
    ],
    [
      'exceptions["publish.web"]: "a site" excepts what needs no reason; remove it',
      { ...published(WEB), exceptions: { "publish.web": "a site" } },
    ],
  ]);
});

test("one port may be two services, of different protocols", () => {
  const dns = { port: 53, healthCheckPort: 22, allowedCidrs: ["203.0.113.0/24"] };
  const both = [
    { ...dns, name: "dns" },
    { ...dns, name: "dns-udp", protocol: "udp" },
  ];
  expect(linesWith(published(...both))).toEqual([]);
});

test("what is left out is filled in", () => {
  const [web] = testEnvironment({ publish: [WEB] }).publish;
  expect(web).toEqual({ ...WEB, protocol: "tcp", targetPort: 443, healthCheckPort: 443 });
  const [other] = testEnvironment({ publish: [{ ...WEB, targetPort: 8443 }] }).publish;
  expect(other).toMatchObject({ port: 443, targetPort: 8443, healthCheckPort: 8443 });
});

test("the reason for the whole internet is also the reason of what the plan then breaks", () => {
  const reason = "a public web site";
  const { policyExceptions } = testEnvironment({ publish: [OPEN], exceptions: { "publish.web": reason } });
  expect(policyExceptions).toEqual([
    {
      rule: "no-open-ingress",
      resource: "published/aws_vpc_security_group_ingress_rule.published_web_from_0_0_0_0_0",
      reason,
    },
  ]);
  expect(testEnvironment({ publish: [WEB] }).policyExceptions).toEqual([]);
});
