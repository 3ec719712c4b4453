import { assertLoopback, emulatorEnvironment } from "../../lib/emulator/environment";

test.each(["http://127.0.0.1:5000", "http://127.8.9.1:1", "http://localhost:5000", "http://[::1]:5000"])(
  "%s is on this machine",
  (endpoint) => expect(() => assertLoopback(endpoint)).not.toThrow(),
);

test.each([
  "https://ec2.eu-central-1.amazonaws.com",
  "http://10.0.0.1:5000",
  "http://localhost.example.com",
  "http://127.0.0.1.example.com",
  "http://127.0.0.1@example.com",
  "127.0.0.1:5000",
  "",
])("%p is refused by name", (endpoint) => {
  expect(() => assertLoopback(endpoint)).toThrow(`The endpoint "${endpoint}" is not on this machine`);
});

test("nothing that the caller has of AWS reaches terraform, and its credentials are dummies", () => {
  const environment = emulatorEnvironment("http://127.0.0.1:5000", {
    PATH: "/bin",
    AWS_PROFILE: "live",
    AWS_ACCESS_KEY_ID: "AKIALIVE",
    AWS_SESSION_TOKEN: "live",
    AWS_ENDPOINT_URL_EC2: "https://ec2.eu-central-1.amazonaws.com",
    TF_WORKSPACE: "live",
    TF_CLI_ARGS_apply: "-target=aws_vpc.live",
    TF_CLI_CONFIG_FILE: "/etc/terraformrc",
    AWS_PROVIDER_VERSION: "5.100.0",
  });
  expect(JSON.stringify(environment)).not.toMatch(/live/i);
  expect(environment).toMatchObject({
    PATH: "/bin",
    TF_CLI_CONFIG_FILE: "/etc/terraformrc",
    AWS_PROVIDER_VERSION: "5.100.0",
    AWS_ENDPOINT_URL: "http://127.0.0.1:5000",
    AWS_ACCESS_KEY_ID: "emulator",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });
});

test("an endpoint elsewhere gets no environment", () => {
  expect(() => emulatorEnvironment("http://192.0.2.1")).toThrow("is not on this machine");
});
