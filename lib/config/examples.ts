/** A good value of every field that has no default, for messages and to stand in for a faulty one. */
export const EXAMPLES = {
  region: "eu-central-1",
  vpcCidr: "10.0.0.0/16",
  zones: ["eu-central-1a"],
  name: "eu-central-1a",
  allowedCidrs: ["203.0.113.7/32"],
  bucket: "example-terraform-state",
  type: "local",
} as const;
