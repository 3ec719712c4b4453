import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describeWith } from "../support/tools";
import { oneZone } from "./environments";
import { Received, receivedBy, receivedInLargestVpc } from "./received";

const RULES = "etc/nftables/nat-host.nft";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "nat-host-"));
  folders.push(folder);
  return folder;
}

/** Writes a host's files below a new folder, as cloud-init would below `/`. */
function unpack({ config }: Received): string {
  const root = newFolder();
  for (const { path, content } of config.write_files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** Runs a checker, which has found nothing when it exits with 0 and says nothing on its standard error. */
function check(program: string, ...args: string[]) {
  const { status, stderr, stdout } = spawnSync(program, args, { encoding: "utf8" });
  return { status, stderr, stdout };
}

const CLEAN = { status: 0, stderr: "" };

/** nft asks the kernel, and so needs a network namespace of its own or root. */
function inNamespace(...command: string[]) {
  const root = process.getuid?.() === 0;
  return check("unshare", ...(root ? ["--net"] : ["--net", "--map-root-user"]), ...command);
}

const HOSTS = {
  "a VPC of one range": () => receivedBy(oneZone())["nat_b"]!,
  "a VPC of fifty": receivedInLargestVpc,
};

describeWith(["nft"], "nft", () => {
  test.each(Object.entries(HOSTS))("accepts the rules for %s", (_, host) => {
    expect(inNamespace("nft", "--check", "--file", join(unpack(host()), RULES))).toMatchObject(CLEAN);
  });

  test("loads the rules again in place of those there are", () => {
    const rules = join(unpack(HOSTS["a VPC of fifty"]()), RULES);
    const load = `nft --file ${rules}; nft list ruleset`;
    const once = inNamespace("sh", "-ec", load);
    expect(once).toMatchObject(CLEAN);
    expect(once.stdout).toMatch(/hook forward priority filter; policy drop;/);
    expect(inNamespace("sh", "-ec", `${load} >/dev/null; ${load}`)).toEqual(once);
  });
});

describeWith(["systemd-analyze"], "systemd-analyze", () => {
  test.each(["nat-firewall.service", "nat-firewall-install.service"])("finds nothing in %s", (unit) => {
    const root = unpack(HOSTS["a VPC of one range"]());
    for (const program of ["usr/sbin/nft", "usr/bin/dnf"]) {
      mkdirSync(dirname(join(root, program)), { recursive: true });
      writeFileSync(join(root, program), "", { mode: 0o755 });
    }
    // Every service needs it.
    writeFileSync(
      join(root, "etc/systemd/system/sysinit.target"),
      "[Unit]\nDescription=System Initialization\n",
    );
    const result = check("systemd-analyze", "verify", "--man=no", `--root=${root}`, unit);
    expect(result).toMatchObject(CLEAN);
  });
});

describeWith(["systemd-analyze"], "systemd-sysctl", () => {
  test("makes a router of the host, on every network interface", () => {
    const file = join(unpack(HOSTS["a VPC of one range"]()), "etc/sysctl.d/90-nat.conf");
    const settings = [
      "ip_forward",
      "conf/lo/rp_filter",
      "conf/lo/send_redirects",
      "conf/lo/accept_redirects",
    ];
    const read = `cd /proc/sys/net/ipv4; cat ${settings.join(" ")}`;
    const { stdout } = inNamespace("sh", "-c", `/lib/systemd/systemd-sysctl ${file}; ${read}`);
    expect(stdout.trim().split("\n")).toEqual(["1", "2", "0", "0"]);
  });
});

describeWith(["cloud-init"], "cloud-init", () => {
  test.each(Object.entries(HOSTS))("accepts the user data for %s", (_, host) => {
    const file = join(newFolder(), "user-data");
    writeFileSync(file, host().userData);
    expect(check("cloud-init", "schema", "--config-file", file)).toMatchObject(CLEAN);
  });
});
