import { z } from "zod";
import { addressesIn, cidrProblem, isAnywhere } from "../net/ranges";
import { Known, Problem } from "./problems";

const port = z
  .int({ error: ({ input }) => (input === undefined ? undefined : "is not a whole number") })
  .min(1, "is no port; write 1 to 65535")
  .max(65535, "is no port; write 1 to 65535");

/** A service of the private instances that others may use, through a load balancer. */
export const publishedService = z.strictObject({
  /** What it is called: up to 20 lower-case letters, digits and hyphens, a letter first. */
  name: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,19}$/,
      "is no service's name; write up to 20 lower-case letters, digits and hyphens, a letter first",
    ),

  /** The port at which the load balancer listens. */
  port,

  /**
   * The port at which the private instances listen.
   *
   * @default - the same
   */
  targetPort: port.optional(),

  /**
   * The protocol.
   *
   * @default - TCP
   */
  protocol: z.enum(["tcp", "udp"]).default("tcp"),

  /**
   * The TCP port of an instance that has to answer; one that does not gets nothing. Has to be given for UDP.
   *
   * @default - targetPort
   */
  healthCheckPort: port.optional(),

  /**
   * The private instances that answer, by their names, such as `["private-0"]`.
   *
   * @default - all
   */
  to: z
    .array(z.string().regex(/^private-\d+$/, 'is no private instance; write one like "private-0"'))
    .min(1, 'is empty; name at least one private instance, like "private-0"')
    .optional(),

  /**
   * The IPv4 ranges that may connect. The whole internet, `0.0.0.0/0`, or ranges that together hold 1/128 of it or more,
   * only with a reason in `exceptions`: `{ "publish.web": "a public web site" }`.
   */
  allowedCidrs: z.array(z.string()).min(1, 'is empty; name at least one range, like "203.0.113.0/24"'),
});

type Service = z.output<typeof publishedService>;

/** A service with its defaults filled in. */
export type PublishedService = Service & { readonly targetPort: number; readonly healthCheckPort: number };

/** A service with its defaults filled in. */
export function withDefaults(service: Service): PublishedService {
  const { port: targetPort } = service;
  const filled = { targetPort, ...service };
  return { healthCheckPort: filled.targetPort, ...filled } as PublishedService;
}

/** The fields that the published services hang on. */
type Fields = Known<{ publish: Service[]; privateInstances: { count: number } }>;

/** Problems of the published services: with each other, with the instances, and of the ranges that may connect. */
export function publishProblems({ publish, privateInstances }: Fields): Problem[] {
  const count = privateInstances?.count;
  return (publish ?? []).flatMap((service, index, all): Problem[] => {
    if (!service) return [];
    const problem = (field: string, value: unknown, message: string) => ({
      path: ["publish", index, field],
      value,
      message,
    });
    const before = all.slice(0, index);
    const { name, protocol, healthCheckPort } = service;
    return [
      ...(name && before.some((other) => other?.name === name)
        ? [problem("name", name, "is listed twice; give each service a name of its own")]
        : []),
      ...(before.some((other) => other?.port === service.port && other?.protocol === protocol)
        ? [problem("port", service.port, `is taken by another ${protocol} service; give each one of its own`)]
        : []),
      ...(protocol === "udp" && healthCheckPort === undefined
        ? [
            problem(
              "healthCheckPort",
              undefined,
              "is missing; name the TCP port that shows whether the instance is well, such as 22",
            ),
          ]
        : []),
      ...(count === 0
        ? [problem("to", undefined, "has no private instance to go to; set privateInstances.count")]
        : []),
      ...(service.to ?? []).flatMap((target, nth): Problem[] => {
        if (!target || !count || Number(target.slice("private-".length)) < count) return [];
        const message = `is none of the private instances, "private-0" to "private-${count - 1}"; name one of these`;
        return [{ path: ["publish", index, "to", nth], value: target, message }];
      }),
      ...rangeProblems(service.allowedCidrs ?? [], index),
    ];
  });
}

function rangeProblems(ranges: readonly (string | null)[], index: number): Problem[] {
  return ranges.flatMap((value, nth): Problem[] => {
    if (value === null) return [];
    const repeated = ranges.indexOf(value) < nth ? "is listed twice; name each range once" : undefined;
    const message = cidrProblem(value) ?? repeated;
    return message ? [{ path: ["publish", index, "allowedCidrs", nth], value, message }] : [];
  });
}

/** No single owner has more: an IPv4 /8 and a little; `lib/checks/open-ingress.ts` holds plans to the same. */
const MOST_ADDRESSES = 2 ** 25;

/** Whether a service is open to more than any one owner has; undefined when a refused field leaves that unknown. */
export function isOpen({ allowedCidrs }: Known<Service>): boolean | undefined {
  if (!allowedCidrs || allowedCidrs.some((cidr) => cidr === null || cidrProblem(cidr))) return undefined;
  const ranges = allowedCidrs as readonly string[];
  return ranges.some(isAnywhere) || addressesIn(ranges) >= MOST_ADDRESSES;
}
