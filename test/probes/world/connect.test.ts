import { once } from "node:events";
import net from "node:net";
import { expect, test } from "vitest";
import { connect } from "../../../src/probes/world/connect.ts";
import { freePort } from "../local/free-port.ts";
import { startStandIn, stop } from "../local/stand-in.ts";

test.each([
  ["IPv4", "127.0.0.1", "127.0.0.1"],
  ["IPv6", "::1", "::1"],
  ["IPv6 in brackets, as URLs have it", "::1", "[::1]"],
  ["a name with two addresses of which one listens", "127.0.0.1", "localhost"],
])("open: %s", async (_, listenOn, host) => {
  const standIn = await startStandIn({ host: listenOn });
  const probe = await connect(host, standIn.port, 10_000);
  await standIn.end();
  expect(probe).toEqual({ outcome: "open", ms: expect.any(Number) as number, why: null });
});

test("the socket is closed at once, with nothing sent", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const accepted = once(server, "connection");
  await connect("127.0.0.1", (server.address() as net.AddressInfo).port, 10_000);
  const [socket] = (await accepted) as [net.Socket];
  socket.resume();
  await once(socket, "close");
  expect(socket.bytesRead).toBe(0);
  server.close();
});

test("refused", async () => {
  expect(await connect("127.0.0.1", await freePort(), 10_000)).toMatchObject({
    outcome: "refused",
    why: "connection refused: nothing listens there",
  });
});

test.each([
  ["a broadcast address", "255.255.255.255", 80],
  ["no such port", "127.0.0.1", 70_000],
])("unreachable: %s", async (_, host, port) => {
  expect(await connect(host, port, 10_000)).toMatchObject({ outcome: "unreachable", why: expect.stringMatching(/./u) as string });
});

test.runIf(process.platform === "linux")("a stopped process is open as long as the kernel has room, then a timeout", async () => {
  const standIn = await startStandIn({ backlog: 1 });
  await stop(standIn);
  const first = await connect("127.0.0.1", standIn.port, 10_000);
  const second = await connect("127.0.0.1", standIn.port, 10_000);
  const third = await connect("127.0.0.1", standIn.port, 300);
  await standIn.end();
  expect([first.outcome, second.outcome, third.outcome]).toEqual(["open", "open", "timeout"]);
  expect(third.why).toBe("no answer to the TCP connect within 300 ms");
  expect(third.ms).toBeGreaterThan(290);
});
