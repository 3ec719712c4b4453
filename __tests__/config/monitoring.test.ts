import { linesWith, refuses } from "./lines";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms";
const EMAIL = "platform@example.com";

describe("whom alarms are told to is refused:", () => {
  refuses([
    ['monitoring: "on" must be "off" or "alarms" or "heartbeat"', { monitoring: "on" }],
    ...[
      "alarms",
      TOPIC.replace("123456789012", "1234"),
      TOPIC.replace("sns", "sqs"),
      TOPIC.replace("aws", "aws-cn"),
      `${TOPIC}.fifo`,
      `${TOPIC}:subscription`,
    ].map(
      (alarmTopicArn) =>
        [
          `alarmTopicArn: "${alarmTopicArn}" is not the ARN of a standard SNS topic; write one like "${TOPIC}"`,
          { alarmTopicArn },
        ] as const,
    ),
    [
      'alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:alarms" is of eu-west-1, and the alarms are in eu-central-1; name a topic there',
      { alarmTopicArn: TOPIC.replace("eu-central", "eu-west") },
    ],
    ...["platform", "platform@", "a b@example.com", "a@example.com,b@example.com"].map(
      (alarmEmail) =>
        [
          `alarmEmail: "${alarmEmail}" is not an e-mail address; write one like "platform@example.com"`,
          { alarmEmail },
        ] as const,
    ),
    [
      "alarmEmail: is for a topic of the stacks' own, and alarmTopicArn names another; keep one of the two",
      { alarmTopicArn: TOPIC, alarmEmail: EMAIL },
    ],
    [
      'alarmEmail: is for alarms, and monitoring is "off"; remove it',
      { monitoring: "off", alarmEmail: EMAIL },
    ],
    [
      'alarmTopicArn: is for alarms, and monitoring is "off"; remove it',
      { monitoring: "off", alarmTopicArn: TOPIC },
    ],
  ]);
});

test.each([
  { alarmTopicArn: TOPIC },
  { alarmEmail: EMAIL, monitoring: "heartbeat" },
  { monitoring: "off" },
  { nat: { kind: "gateway" }, monitoring: "heartbeat", alarmEmail: EMAIL },
  { nat: { kind: "gateway", standby: "instance" }, alarmEmail: EMAIL },
])("%j is taken", (changes) => expect(linesWith(changes)).toEqual([]));

test("of a region that is refused a topic is not said to be elsewhere", () => {
  expect(linesWith({ region: 3, alarmTopicArn: TOPIC })).toEqual([
    'region: 3 must be a string, such as "eu-central-1"',
  ]);
});
