// The sentence a person reads at the end, word for word.
import { expect, test } from "vitest";
import { observed, restartCase, watchedAll } from "../../support/restart-case.ts";

test.each<[string, string]>([
  ["rpc-idle", "restarted: boot a944… → e815…, pid 24448 kept (in-process), down 5.8 s"],
  ["usr2-deferred-released", "restarted: boot 42c0… → 884b…, pid 8661 kept (in-process), down 9.8 s"],
  ["rpc-with-channels", "restarted: boot f5d0… → 388b…, pid 17280 kept (in-process), down 6.1 s, 3/3 channels back after 7.2 s"],
  ["systemd-rpc", "restarted: boot b984… → 3c0c…, pid 3756 → 3973 (new process), down 12.8 s"],
  [
    "rpc-refused-as-restarting",
    "restarted: boot 4f65… → 048f…, pid 6365 kept (in-process), down 3.6 s, together with a restart that was already asked for",
  ],
  [
    "usr2-commands-restart-false",
    "NOT restarted: pid 24384 got SIGUSR2 and ignored it, because commands.restart is false in the gateway's configuration",
  ],
  [
    "usr1-opens-inspector",
    "NOT restarted: boot 619b… (pid 6365) still answers 30 s after the request, because nothing came of it: no drain, no shutdown, no new boot",
  ],
  [
    "systemd-start-limit",
    "NOT restarted: systemd does not start openclaw-gateway.service, because it was started too often (start-limit-hit); the gateway is down",
  ],
  [
    "systemd-start-latched",
    "NOT started: systemd does not start openclaw-gateway.service, because it was started too often (start-limit-hit); the gateway is down",
  ],
  ["systemd-start", "started: boot 64c6… → c28c…, pid 15445, serving after 26.5 s"],
  ["old-2026.2.26-usr1", "restarted: pid 14343 → 14549 (new process), down 4.0 s"],
  ["old-2026.3.23-usr1", "restarted: pid 697 → 895 (new process), serving anew since 2.9 s after the request, down 4.6 s"],
  ["old-2026.2.26-rpc", "NOT restarted: the gateway refused, because unknown method: gateway.restart.request"],
  ["request-not-sent", "NOT restarted: nothing was sent, because the device was approved for less than restarting the gateway"],
  ["stop-no-return", "STOPPED, not restarted: the gateway announced a stop, not a restart, and nothing came back in 33 s"],
  ["killed-nobody-starts", "STOPPED, not restarted: the gateway died without a word (killed or crashed), and nothing came back in 31 s"],
  [
    "stop-and-another-start",
    "stopped and started again by something else, not by this restart: boot ce11… → 3d7b…, pid 24448 → 25854 (new process), up again after 13.1 s",
  ],
  ["rpc-deferred", "not restarted yet: it waits until 1 run and 1 task are over; the gateway forces it in 4m45s at the latest"],
  ["skip-deferral-draining", "not restarted yet: draining for 20 s until 1 run and 1 task are over; new work is refused meanwhile"],
  [
    "frozen",
    "not proved: missing a sign of a new boot, /startupz saying started, an answer to an RPC; seen: boot a944… (pid 24448) is stopped (state T) and answers nothing",
  ],
  [
    "liar-another-gateway-on-the-port",
    "not proved: missing a lock file of the new boot (it is still the old one's: another gateway may be on the port); seen: accepted (deferred), closed (1006), port down, port up, http, ready, startupz (/startupz), hello (boot 5982… → 695f…)",
  ],
])("%s", (name, sentence) => {
  expect(watchedAll(restartCase(name)).verdict?.sentence).toBe(sentence);
});

test.each<[string, string | null]>([
  ["usr2-commands-restart-false", "gatetop restart --mode graceful (it asks over RPC, which that setting does not block)"],
  ["usr1-opens-inspector", "gatetop restart --mode force (drains for some seconds, then restarts)"],
  ["systemd-start-limit", "systemctl --user reset-failed openclaw-gateway.service && systemctl --user start openclaw-gateway.service"],
  ["request-not-sent", null],
])("%s says what to do", (name, fix) => {
  expect(watchedAll(restartCase(name)).verdict).toMatchObject({ fix });
});

test("the seconds of the gateway and of its channels count from the same moment, however long it waited before", () => {
  const given = restartCase("rpc-with-channels");
  const waited = observed(given).map((one) => (one.ms < 20 ? one : { ...one, ms: one.ms + 20_000, at: one.at + 20_000 }));
  expect(watchedAll(given, waited).verdict?.sentence).toMatch(/down 6\.1 s, 3\/3 channels back after 7\.2 s$/u);
});
