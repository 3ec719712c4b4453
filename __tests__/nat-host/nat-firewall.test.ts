import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostFiles } from "../../lib/nat-host/files";

const SCRIPT = join(__dirname, "../../lib/nat-host/root/usr/local/sbin/nat-firewall");
const INSTALL = "dnf --assumeyes --setopt=install_weak_deps=False install nftables";
const LOAD = "nft --file /etc/nftables/nat-host.nft";

describe("nat-firewall", () => {
  let bin: string;
  beforeEach(() => (bin = mkdtempSync(join(tmpdir(), "nat-firewall-"))));
  afterEach(() => rmSync(bin, { recursive: true }));

  /** Puts a program on the host that notes how it is called and then does `then`. */
  const program = (name: string, then: string) =>
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >>${bin}/calls\n${then}\n`, { mode: 0o755 });

  const run = () => {
    const { status } = spawnSync(SCRIPT, { env: { PATH: bin } });
    const calls = existsSync(join(bin, "calls")) ? readFileSync(join(bin, "calls"), "utf8") : "";
    return { status, calls: calls.trim().split("\n") };
  };

  test("loads the rules, and installs nothing, where nft is there", () => {
    program("nft", "exit 0");
    program("dnf", "exit 0");
    expect(run()).toEqual({ status: 0, calls: [LOAD] });
  });

  test("installs nftables first where nft is missing", () => {
    program("staged", "exit 0");
    program("dnf", `/bin/sed s/staged/nft/ ${bin}/staged >${bin}/nft; /bin/chmod +x ${bin}/nft`);
    expect(run()).toEqual({ status: 0, calls: [INSTALL, LOAD] });
  });

  test("fails when the installation fails, so that the unit tries again", () => {
    program("dnf", "exit 1");
    expect(run()).toEqual({ status: 1, calls: [INSTALL] });
  });

  test("fails when the rules cannot be loaded", () => {
    program("nft", "exit 1");
    expect(run()).toEqual({ status: 1, calls: [LOAD] });
  });

  test("loads a file that the host has", () => {
    expect(hostFiles().map(({ path }) => path)).toContain(LOAD.split(" ").at(-1));
  });
});
