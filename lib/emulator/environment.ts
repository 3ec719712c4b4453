/**
 * The process environment in which terraform and its provider talk to the emulator and to nothing else: whatever the
 * caller's has of AWS is left out, and the credentials are dummies.
 *
 * @throws Error when the endpoint is not on this machine
 */
export function emulatorEnvironment(
  endpoint: string,
  caller: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  assertLoopback(endpoint);
  const kept = Object.entries(caller).filter(
    ([name]) =>
      name === "AWS_PROVIDER_VERSION" || !/^(AWS_|TF_CLI_ARGS|TF_VAR_|TF_WORKSPACE|TF_DATA_DIR)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "emulator",
    AWS_SECRET_ACCESS_KEY: "emulator",
    // The user's own profiles could name other endpoints and accounts.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    // What the emulator refuses it refuses always, and the provider's 25 tries take minutes.
    AWS_MAX_ATTEMPTS: "5",
    CHECKPOINT_DISABLE: "1",
  };
}

/**
 * Refuses an endpoint that is not on this machine.
 *
 * @throws Error that names the endpoint
 */
export function assertLoopback(endpoint: string): void {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  if (/^127(\.\d{1,3}){3}$/.test(host) || host === "localhost" || host === "[::1]") return;
  throw new Error(
    `The endpoint "${endpoint}" is not on this machine; use a loopback address like http://127.0.0.1:5000`,
  );
}
