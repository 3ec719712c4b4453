/** What to know when someone on the internet cannot reach a private instance, and the reply to its own request can. */
export const LESSON = `Why not, when the instance's own downloads come through?

  Address translation   The instance has a private address, which means something inside its VPC alone. The NAT host
                        puts its own address in place of it on the way out, so that is all that the internet sees.
  Port mapping          Many instances share that one address. The NAT host tells them apart by the port that it gives
                        each connection.
  Connection table      It notes each connection that an instance opens: private address and port, its own port, the
                        other end. A reply that matches a line is translated back and delivered.
  One-way initiation    A stranger's packet matches no line. There is nothing that says which instance it is for, so it
                        goes nowhere, whatever the security groups say.

The proper ways in: a load balancer in the public subnet, or a public address on the instance together with a security
group that lets in the ports and sources that it must.`;
