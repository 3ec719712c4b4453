/** The command that opens a shell on an instance through Systems Manager. */
export function startSession(instanceId: string, region: string): string {
  return `aws ssm start-session --region ${region} --target ${instanceId}`;
}
