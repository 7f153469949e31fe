import { describe, expect, test } from "vitest";
import { isLoopback, refusedUrl } from "../../../src/data/gateway/plaintext.ts";

describe("plain ws:// stays where nobody else listens", () => {
  test.each([
    "127.0.0.1",
    "127.8.9.10",
    "127.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost",
    "gateway.localhost",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.2",
    "[::ffff:192.168.1.2]",
    "169.254.3.4",
    "100.64.0.1",
    "100.127.255.255",
    "[fe80::1]",
    "[fd7a:115c:a1e0::1]",
    "box",
    "box.local",
    "nas.lan",
    "db.internal",
    "pi.home.arpa",
    "vps.tail1234.ts.net",
    "VPS.tail1234.ts.net.",
  ])("%s may be spoken to", (host) => {
    expect(refusedUrl(`ws://${host}:18789`)).toBeNull();
  });

  test.each([
    "8.8.8.8",
    "172.15.0.1",
    "172.32.0.1",
    "192.169.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "11.0.0.1",
    "[2001:db8::1]",
    "[::ffff:808:808]",
    "gateway.example.org",
    "127.0.0.1.example.org",
    "ts.net.example.org",
    "box.ts.net.example.org",
    "box.local.example.org",
    "evilts.net",
    "local.example",
  ])("%s is refused, with both ways out", (host) => {
    const refusal = refusedUrl(`ws://${host}:18789`);
    expect(refusal?.code).toBe("PUBLIC_PLAINTEXT");
    expect(refusal?.fix).toContain(`wss://${host}:18789`);
    expect(refusal?.fix).toContain("ssh -N -L 18789:127.0.0.1:18789");
    expect(refusedUrl(`wss://${host}:18789`)).toBeNull();
  });

  test.each(["http://127.0.0.1:1", "127.0.0.1:18789", "", "ws://", "ws://a:b:c", "ws://127.0.0.1:1/#x"])(
    "%j is no URL to connect to",
    (url) => {
      expect(refusedUrl(url)?.code).toBe("BAD_URL");
    },
  );
});

test.each([
  ["127.0.0.1", true],
  ["[::1]", true],
  ["localhost", true],
  ["0.0.0.0", true],
  ["[::ffff:127.0.0.1]", true],
  ["192.168.0.1", false],
  ["box", false],
])("%s is this host: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
