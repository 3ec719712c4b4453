/** The command for a shell on an instance, by Systems Manager. */
export function startSession(instanceId: string, region: string): string {
  return `aws ssm start-session --region ${region} --target ${instanceId}`;
}

/** The command that brings a port of an instance to one of the machine that it is typed on, by Systems Manager. */
export function forwardPort(instanceId: string, region: string, port = 80, localPort = 8080): string {
  const parameters = `portNumber=${port},localPortNumber=${localPort}`;
  return `${startSession(instanceId, region)} --document-name AWS-StartPortForwardingSession --parameters ${parameters}`;
}

/** The command for a shell on an instance, by the VPC's EC2 Instance Connect Endpoint. */
export function connectByEndpoint(instanceId: string, region: string): string {
  return `aws ec2-instance-connect ssh --region ${region} --instance-id ${instanceId} --connection-type eice`;
}
