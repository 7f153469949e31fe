// The guard's own systemd units, as text. Whatever a shell, a path or a person put into a word stays one word.

/** `gatetop-…`: no other name is ever written. */
export type UnitName = `gatetop-${string}`;
export type Unit = { readonly name: UnitName; readonly text: string };

export type UnitOptions = {
  /** Of the gateway; null: none. */
  readonly profile: string | null;
  /** Absolute paths of Node and gatetop, then `guard` and its flags. */
  readonly argv: readonly [string, string, ...string[]];
  /** What of the shell's environment says where things are. Never a credential. */
  readonly environment: Readonly<Record<string, string>>;
};

const suffix = (profile: string | null): string => (profile === null || profile.toLowerCase() === "default" ? "" : `-${profile}`);
export const serviceName = (profile: string | null): UnitName => `gatetop-guard${suffix(profile)}.service`;
export const timerName = (profile: string | null): UnitName => `gatetop-guard${suffix(profile)}.timer`;

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
/** systemd reads `%` everywhere, `$` in arguments. */
const word = (text: string): string => {
  const doubled = text.replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /^[\w@%+=:,./$-]+$/u.test(text) ? doubled : quoted(doubled);
};
const assignment = ([name, value]: readonly [string, string]): string => `Environment=${quoted(`${name}=${value}`.replaceAll("%", "%%"))}`;

const head = "# Written by: gatetop guard install. Taken away by: gatetop guard uninstall.";

const described = (profile: string | null): string =>
  `Description=gatetop guard of the OpenClaw gateway${suffix(profile) === "" ? "" : `, profile ${profile}`}`;

function serviceText({ profile, argv, environment }: UnitOptions, own: readonly string[], installed: readonly string[]): string {
  return [
    head,
    "[Unit]",
    described(profile),
    "",
    "[Service]",
    ...own.slice(0, 1),
    `ExecStart=${argv.map(word).join(" ")}`,
    ...Object.entries(environment).map(assignment),
    ...own.slice(1),
    // What it started or asked for goes on when it ends.
    "KillMode=process",
    "Nice=5",
    "MemoryMax=150M",
    "NoNewPrivileges=yes",
    ...installed,
    "",
  ].join("\n");
}

export function guardService(options: UnitOptions): Unit {
  const own = ["Type=simple", "Restart=on-failure", "RestartSec=10", "RestartPreventExitStatus=64"];
  return { name: serviceName(options.profile), text: serviceText(options, own, ["", "[Install]", "WantedBy=default.target"]) };
}

/** One look a minute instead of a process that stays. 75 is "not decided yet", or that another guard watches. */
export function guardTimer(options: UnitOptions): readonly [Unit, Unit] {
  const [node, script, ...rest] = options.argv;
  const once: UnitOptions = { ...options, argv: [node, script, ...rest, "--once"] };
  const own = ["Type=oneshot", "TimeoutStartSec=15min", "SuccessExitStatus=75"];
  const timer = [
    head,
    "[Unit]",
    described(options.profile),
    "",
    "[Timer]",
    "OnCalendar=minutely",
    "AccuracySec=5s",
    "Persistent=no",
    "",
    "[Install]",
    "WantedBy=timers.target",
    "",
  ].join("\n");
  return [
    { name: serviceName(options.profile), text: serviceText(once, own, []) },
    { name: timerName(options.profile), text: timer },
  ];
}
