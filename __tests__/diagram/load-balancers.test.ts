import { draw } from "../../lib/diagram/draw";
import { boxesOf, nodesOf } from "../../lib/diagram/picture";
import { LoadBalancer, Topology } from "../../lib/topology";
import { ofEnvironment } from "./topologies";

describe("a load balancer", () => {
  const published = ofEnvironment("published");
  const { nodes, links } = linked(published);

  test("is drawn in each public subnet, with its listeners", () => {
    const balancers = nodes.filter(({ kind }) => kind === "load-balancer");
    expect(balancers).toHaveLength(2);
    for (const { name, details } of balancers) {
      expect([name, details]).toEqual(["published", ["tcp 443 to 8443", "tcp 9100", "load balancer"]]);
    }
  });

  test("leads to the targets in all zones, because a service here has none in one of them", () => {
    expect(links("target")).toEqual([
      ["public-a", "tcp 443 to 8443", "private-0"],
      ["public-a", "tcp 443 to 8443", "private-1"],
      ["public-a", "tcp 9100", "private-0"],
      ["public-b", "tcp 443 to 8443", "private-0"],
      ["public-b", "tcp 443 to 8443", "private-1"],
      ["public-b", "tcp 9100", "private-0"],
    ]);
  });

  test("leads from each listener to the targets in its own zone, where it does not cross zones", () => {
    const within = published.loadBalancers.map((balancer) => ({
      ...balancer,
      listeners: balancer.listeners.map((listener) => ({ ...listener, crossZone: false })),
    }));
    expect(linked({ ...published, loadBalancers: within }).links("target")).toEqual([
      ["public-a", "tcp 443 to 8443", "private-0"],
      ["public-a", "tcp 9100", "private-0"],
      ["public-b", "tcp 443 to 8443", "private-1"],
    ]);
  });

  test("is reached by the internet gateway, unless it is an internal one", () => {
    expect(links("way-in").map(([from]) => from)).toEqual(["gateway", "gateway"]);
    const inside = published.loadBalancers.map((balancer) => ({ ...balancer, scheme: "internal" as const }));
    const drawn = linked({ ...published, loadBalancers: inside });
    expect(drawn.links("way-in")).toEqual([]);
    expect(drawn.nodes.find(({ kind }) => kind === "load-balancer")!.details).toContain(
      "internal load balancer",
    );
  });

  test("is on a path with the network interface that the path passes alone", () => {
    const [{ id, networkInterfaceIds }] = published.loadBalancers as [LoadBalancer];
    for (const networkInterfaceId of networkInterfaceIds) {
      const marked = nodesOf(draw(published, { highlight: [networkInterfaceId, id] }));
      expect(marked.filter((each) => each.marked).map(({ key }) => key)).toEqual([networkInterfaceId]);
    }
  });

  /** The nodes, and the links of a kind: a load balancer's end by its subnet. */
  function linked(topology: Topology) {
    const picture = draw(topology);
    const all = nodesOf(picture);
    const nameOf = (key: string) => {
      const found = all.find((candidate) => candidate.key === key)!;
      const subnet = boxesOf(picture).find(({ nodes }) => nodes.includes(found));
      return found.kind === "load-balancer" ? subnet!.name : found.name;
    };
    return {
      nodes: all,
      links: (wanted: string) =>
        picture.links
          .filter(({ kind }) => kind === wanted)
          .map(({ from, to, line }) => {
            const text = all.find(({ key }) => key === from)!.details[line ?? -1];
            return [nameOf(from), ...(text ? [text] : []), nameOf(to)];
          })
          .sort(),
    };
  }
});
