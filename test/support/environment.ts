// Everything a frame could depend on besides its input, pinned once.
delete process.env["NO_COLOR"];
delete process.env["COLORTERM"];
delete process.env["CI"];
for (const name of Object.keys(process.env)) if (name.startsWith("OPENCLAW_") || name.startsWith("GATETOP_")) delete process.env[name];
Object.assign(process.env, { FORCE_COLOR: "0", TERM: "xterm-256color", TZ: "UTC", LANG: "C.UTF-8", LC_ALL: "C.UTF-8" });
