import { Emulator } from "../../lib/emulator/emulator";
import { S3, SMALL, WITHOUT_ROUTES, Workplace } from "../support/workplace";

export const IN_S3 = { ...SMALL, backend: S3, policyExceptions: WITHOUT_ROUTES };

/** Two stacks of a small environment, with their states in an emulated bucket. */
export class Office {
  emulator!: Emulator;
  workplace!: Workplace;

  async open(): Promise<void> {
    this.emulator = await Emulator.start();
    this.workplace = Workplace.at(this.emulator);
    await this.emulator.createBucket(S3.bucket, S3.region);
    await this.synthesize();
  }

  async synthesize(): Promise<void> {
    await this.workplace.synthesize(IN_S3);
    this.workplace.only("network", "nat-instance");
  }

  async close(): Promise<void> {
    await this.emulator?.stop();
    this.workplace?.remove();
  }
}
