import { describe, expect, test } from "vitest";
import { kernelAddress, parseSocketTable, readPortSockets } from "../../../src/probes/local/sockets.ts";
import { startStandIn, worldWithClock } from "./stand-in.ts";

// Captured on a little-endian host; port 19370 is 4BAA.
const v4 = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1459 1 00000000a95254a6 100 0 0 10 0
   1: 0100007F:4BAA 00000000:0000 0A 00000000:00000004 00:00000000 00000000  1000        0 5928 1 00000000a7309a3d 100 0 0 10 0
   2: 0200007F:4BAA 00000000:0000 0A 00000000:00000009 00:00000000 00000000     0        0 5999 1 00000000a7309a3d 100 0 0 10 0
   6: 0100007F:B43A 0100007F:4BAA 01 00000000:00000000 02:000003CB 00000000     0        0 5959 2 00000000132e2d29 20 4 30 18 -1
   7: 0100007F:4BAA 0100007F:B43A 01 00000000:00000000 00:00000000 00000000  1000        0 5960 1 00000000ce713856 20 4 30 18 -1
   8: 0100007F:4BAA 0100007F:B43C 01 00000000:00000000 00:00000000 00000000     0        0 0 1 00000000ce713857 20 4 30 18 -1
   9: 0100007F:4BAA 0100007F:B43E 06 00000000:00000000 03:000014B8 00000000     0        0 0 3 0000000071a2dd6a
`;
const v6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:4BAA 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 5929 1 00000000d4f8b880 100 0 0 10 0
   1: 00000000000000000000000000000000:4BAB 00000000000000000000000000000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 5930 1 00000000d4f8b880 100 0 0 10 0
   2: 0000000000000000FFFF00000100007F:4BAC 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 5931 1 00000000d4f8b880 100 0 0 10 0
`;

describe.runIf(process.arch !== "s390x")("/proc/net/tcp and tcp6", () => {
  test.each([
    ["the address it was asked about, with its backlog", v4, 19370, "127.0.0.1", [{ inode: "5928", uid: 1000, backlog: 4 }]],
    ["a wildcard answers for every address", v4, 2024, "127.0.0.1", [{ inode: "1459", uid: 0, backlog: 0 }]],
    ["another loopback address is another listener", v4, 19370, "127.0.0.2", [{ inode: "5999", uid: 0, backlog: 9 }]],
    ["an address nobody listens on", v4, 19370, "10.0.0.1", []],
    ["a port nobody listens on", v4, 46138, "127.0.0.1", []],
    ["::1 in brackets", v6, 19370, "[::1]", [{ inode: "5929", uid: 0, backlog: 0 }]],
    ["a dual-stack wildcard answers IPv4", v6, 19371, "127.0.0.1", [{ inode: "5930", uid: 0, backlog: 2 }]],
    ["an IPv6 socket bound to an IPv4 address", v6, 19372, "127.0.0.1", [{ inode: "5931", uid: 0, backlog: 0 }]],
    ["cut in the middle of an inode", v4.slice(0, v4.indexOf("5928") + 2), 19370, "127.0.0.1", []],
    ["empty", "", 19370, "127.0.0.1", []],
  ])("%s", (_, text, port, host, listeners) => {
    expect(parseSocketTable(text, port, host).listeners).toEqual(listeners);
  });

  test("a name may mean any address", () => {
    expect(parseSocketTable(v4, 19370, "localhost").listeners.map(({ inode }) => inode)).toEqual(["5928", "5999"]);
  });

  test("counts accepted connections: not the clients' ends, not those in the backlog, not those that ended", () => {
    expect(parseSocketTable(v4, 19370, "127.0.0.1").established).toBe(1);
  });

  test.each([
    ["127.0.0.1", "0100007F"],
    ["100.101.102.103", "67666564"],
    ["::1", "00000000000000000000000001000000"],
    ["fd7a:115c:a1e0::53", "5C117AFD0000E0A10000000053000000"],
    ["fe80::1%eth0", "000080FE000000000000000001000000"],
    ["::ffff:127.0.0.1", "0000000000000000FFFF00000100007F"],
    ["1:2:3:4:5:6:7:8", "02000100040003000600050008000700"],
    ["localhost", null],
  ])("%s is %s to the kernel", (host, expected) => {
    expect(kernelAddress(host)).toBe(expected);
  });
});

test.runIf(process.platform === "linux").each(["127.0.0.1", "::1", "0.0.0.0", "::"])("finds a real listener on %s", async (host) => {
  const standIn = await startStandIn({ host });
  const wanted = host.includes(":") ? "::1" : "127.0.0.1";
  const { listeners, established } = await readPortSockets(worldWithClock().world, standIn.port, wanted);
  await standIn.end();
  expect(listeners).toEqual([{ inode: expect.stringMatching(/^\d+$/u), uid: process.getuid?.(), backlog: 0 }]);
  expect(established).toBe(0);
});

test.runIf(process.platform === "linux")("a table too long to read whole leaves the number of connections unknown", async () => {
  const { world } = worldWithClock();
  const long = v4 + "x".repeat(3_000_000);
  const readText = async (path: string, options?: { maxBytes?: number }) => (path.endsWith("tcp") ? long.slice(0, options?.maxBytes) : "");
  const { listeners, established } = await readPortSockets({ ...world, readText }, 19370, "127.0.0.1");
  expect(listeners).toHaveLength(1);
  expect(established).toBeNull();
});
