// The kernel's texts, parsed. Pure; field numbers are those of proc(5).

export type PidStat = {
  readonly pid: number;
  /** R S D T t Z X I */
  readonly state: string;
  readonly parentPid: number;
  /** User plus system time of all threads, in clock ticks. */
  readonly cpuTicks: number;
  /** The same of children that ended and were asked after. */
  readonly reapedTicks: number;
  readonly threads: number;
  /** Clock ticks after boot; with the pid it names one process for ever. */
  readonly startTicks: number;
  readonly rssPages: number;
};

/** /proc/PID/stat. The command name may hold spaces and parentheses, so the fields are counted from the last ")". */
export function parsePidStat(text: string): PidStat | null {
  const end = text.lastIndexOf(")");
  const pid = Number.parseInt(text, 10);
  const fields = text
    .slice(end + 1)
    .trim()
    .split(" ");
  const field = (number: number): number => Number(fields[number - 3]);
  const [state] = fields;
  if (end < 0 || Number.isNaN(pid) || state === undefined || fields.length < 22) return null;
  return {
    pid,
    state,
    parentPid: field(4),
    cpuTicks: field(14) + field(15),
    reapedTicks: field(16) + field(17),
    threads: field(20),
    startTicks: field(22),
    rssPages: field(24),
  };
}

/** Z and X are dead: they only wait for the parent to ask. */
export const isDead = (stat: PidStat): boolean => stat.state === "Z" || stat.state === "X" || stat.state === "x";

export type CpuTotals = {
  readonly busyTicks: number;
  readonly totalTicks: number;
  readonly cpuCount: number;
  readonly bootAt: number | null;
};

/** /proc/stat. Waiting for the disk is idle; time stolen by the hypervisor is busy. `bootAt` in epoch ms. */
export function parseCpuTotals(text: string): CpuTotals | null {
  const total = /^cpu\s+(.+)$/mu.exec(text)?.[1]?.split(" ").map(Number);
  // guest and guest_nice are already inside user and nice.
  const counted = total?.slice(0, 8);
  if (counted === undefined || counted.length < 4 || counted.some(Number.isNaN)) return null;
  const totalTicks = counted.reduce((sum, ticks) => sum + ticks, 0);
  const idleTicks = (counted[3] ?? 0) + (counted[4] ?? 0);
  const boot = /^btime (\d+)$/mu.exec(text)?.[1];
  return {
    busyTicks: totalTicks - idleTicks,
    totalTicks,
    cpuCount: text.match(/^cpu\d+ /gmu)?.length ?? 1,
    bootAt: boot === undefined ? null : Number(boot) * 1000,
  };
}

/** /proc/meminfo, in bytes. MemAvailable (kernel 3.14) is what a program can still get; without it the use is unknown. */
export function parseMemory(text: string): { readonly totalBytes: number | null; readonly usedBytes: number | null } {
  const bytesOf = (name: string): number | null => {
    const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, "mu").exec(text)?.[1];
    return kib === undefined ? null : Number(kib) * 1024;
  };
  const totalBytes = bytesOf("MemTotal");
  const available = bytesOf("MemAvailable");
  return { totalBytes, usedBytes: totalBytes === null || available === null ? null : totalBytes - available };
}

/** The soft limit in /proc/PID/limits; null: unlimited, or not said. */
export function parseMaxOpenFiles(text: string): number | null {
  const soft = /^Max open files\s+(\d+)\s/mu.exec(text)?.[1];
  return soft === undefined ? null : Number(soft);
}

/** /proc/PID/task/TID/children: pids, each followed by a blank. */
export const parseChildren = (text: string): readonly number[] =>
  text
    .split(" ")
    .filter((word) => word !== "")
    .map(Number);

/** First figure of /proc/loadavg. */
export function parseLoad1(text: string): number | null {
  const load = Number.parseFloat(text);
  return Number.isNaN(load) ? null : load;
}

export type KernelConstants = { readonly ticksPerSecond: number; readonly pageBytes: number };

const AT_PAGESZ = 6;
const AT_CLKTCK = 17;
const layouts = [
  { wordBytes: 8, littleEndian: true },
  { wordBytes: 8, littleEndian: false },
  { wordBytes: 4, littleEndian: true },
  { wordBytes: 4, littleEndian: false },
] as const;

/** /proc/self/auxv as latin1 text: pairs of machine words. Read in the wrong layout no key would be small, so the first that fits is right. */
export function parseAuxv(latin1: string): KernelConstants | null {
  const bytes = Buffer.from(latin1, "latin1");
  for (const { wordBytes, littleEndian } of layouts) {
    const word = (offset: number): number => {
      if (wordBytes === 8) return Number(littleEndian ? bytes.readBigUInt64LE(offset) : bytes.readBigUInt64BE(offset));
      return littleEndian ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
    };
    const found = new Map<number, number>();
    for (let offset = 0; offset + wordBytes * 2 <= bytes.length; offset += wordBytes * 2) found.set(word(offset), word(offset + wordBytes));
    const ticksPerSecond = found.get(AT_CLKTCK);
    const pageBytes = found.get(AT_PAGESZ);
    if (ticksPerSecond !== undefined && pageBytes !== undefined && ticksPerSecond > 0 && pageBytes >= 1024)
      return { ticksPerSecond, pageBytes };
  }
  return null;
}
