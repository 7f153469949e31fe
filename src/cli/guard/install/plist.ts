// The same for launchd, as text and the words to type: it is printed, not installed.

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const string = (text: string): string => `<string>${escaped(text)}</string>`;

export type PlistOptions = {
  readonly profile: string | null;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly home: string;
  readonly uid: number | null;
};

export type Plist = { readonly file: string; readonly text: string; readonly words: readonly string[] };

export function guardPlist({ profile, argv, environment, home, uid }: PlistOptions): Plist {
  const label = `dev.gatetop.guard${profile === null || profile.toLowerCase() === "default" ? "" : `.${profile}`}`;
  const file = `${home}/Library/LaunchAgents/${label}.plist`;
  const variables = Object.entries(environment).flatMap(([name, value]) => [`      <key>${escaped(name)}</key>`, `      ${string(value)}`]);
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    "  <dict>",
    "    <key>Label</key>",
    `    ${string(label)}`,
    "    <key>ProgramArguments</key>",
    "    <array>",
    ...argv.map((word) => `      ${string(word)}`),
    "    </array>",
    ...(variables.length === 0 ? [] : ["    <key>EnvironmentVariables</key>", "    <dict>", ...variables, "    </dict>"]),
    "    <key>RunAtLoad</key>",
    "    <true/>",
    "    <key>KeepAlive</key>",
    "    <dict>",
    "      <key>SuccessfulExit</key>",
    "      <false/>",
    "    </dict>",
    "    <key>ThrottleInterval</key>",
    "    <integer>10</integer>",
    "    <key>Nice</key>",
    "    <integer>5</integer>",
    "  </dict>",
    "</plist>",
    "",
  ].join("\n");
  const domain = `gui/${uid ?? "$(id -u)"}`;
  return {
    file,
    text,
    words: [`launchctl bootstrap ${domain} ${file}`, `to end it: launchctl bootout ${domain}/${label}`],
  };
}
