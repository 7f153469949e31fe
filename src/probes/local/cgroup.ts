// Control groups: which unit a process belongs to, and how much memory it may use. v1, v2 and hybrid hosts.
import { harmless } from "../../data/harmless.ts";
import type { World } from "../probe.ts";
import { readOrNull } from "./kernel.ts";

/** Paths of one process, from /proc/PID/cgroup; null where the hierarchy is not there. */
export type CgroupPaths = { readonly unified: string | null; readonly systemd: string | null; readonly memory: string | null };

export function parseCgroup(text: string): CgroupPaths {
  const rows = text.split("\n").flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/u.exec(line) ?? [];
    return controllers === undefined || path === undefined ? [] : [{ controllers: controllers.split(","), path }];
  });
  const pathOf = (controller: string): string | null => rows.find(({ controllers }) => controllers.includes(controller))?.path ?? null;
  return { unified: pathOf(""), systemd: pathOf("name=systemd"), memory: pathOf("memory") };
}

/** The service whose cgroup this is; `path` ends at the service, below which a service may make groups of its own. */
export type ServiceCgroup = { readonly supervisor: "systemd-user" | "systemd-system"; readonly unit: string; readonly path: string };

/** null for a login session, a scope (terminal, container) or no systemd at all. */
export function serviceOf({ unified, systemd }: CgroupPaths): ServiceCgroup | null {
  // On hybrid hosts both name the unit; on pure v1 hosts the unified path is absent or "/".
  return inService(unified) ?? inService(systemd);
}

function inService(path: string | null): ServiceCgroup | null {
  const parts = path?.split("/") ?? [];
  const isUnit = (part: string): boolean => part.endsWith(".service") || part.endsWith(".scope");
  const userManager = parts.findIndex((part) => /^user@\d+\.service$/u.test(part));
  const last = parts.findLastIndex(isUnit);
  const unit = parts[last];
  if (unit === undefined || last === userManager || unit.endsWith(".scope")) return null;
  // The unit's parents are slices: anything else means the group was made inside somebody else's service.
  const nested = parts.slice(userManager + 1, last).some(isUnit);
  if (nested) return null;
  return {
    supervisor: userManager >= 0 ? "systemd-user" : "systemd-system",
    unit: harmless(unit),
    path: parts.slice(0, last + 1).join("/"),
  };
}

/** Where a hierarchy is mounted, and which of its groups is the mount's root (a container sees a part only). */
export type CgroupMount = { readonly root: string; readonly point: string };
export type CgroupMounts = {
  readonly unified: CgroupMount | null;
  readonly memory: CgroupMount | null;
  readonly systemd: CgroupMount | null;
};

/** /proc/self/mountinfo. */
export function parseCgroupMounts(text: string): CgroupMounts {
  const mounts = text.split("\n").flatMap((line) => {
    const [left = "", right = ""] = line.split(" - ");
    const [, , , root, point] = left.split(" ");
    const [kind, , options = ""] = right.split(" ");
    if (root === undefined || point === undefined || (kind !== "cgroup" && kind !== "cgroup2")) return [];
    return [{ kind, root, point, options: options.split(",") }];
  });
  const withOption = (option: string): CgroupMount | null =>
    mounts.find(({ kind, options }) => kind === "cgroup" && options.includes(option)) ?? null;
  return {
    unified: mounts.find(({ kind }) => kind === "cgroup2") ?? null,
    memory: withOption("memory"),
    systemd: withOption("name=systemd"),
  };
}

/** The directories from the group up to the mount's root, innermost first. A path outside the mount has only the root. */
export function directoriesOf(mount: CgroupMount, path: string): readonly string[] {
  const base = mount.root === "/" ? "" : mount.root;
  const inside = path === base || path.startsWith(`${base}/`);
  const parts = inside && !path.includes("..") ? path.slice(base.length).split("/").filter(Boolean) : [];
  return [...parts.map((_, index) => `${mount.point}/${parts.slice(0, parts.length - index).join("/")}`), mount.point];
}

/** The tightest limit on the way up; `hostBytes`: a limit the host could not give anyway is none. */
export async function readMemoryLimit(world: World, paths: CgroupPaths, mounts: CgroupMounts, hostBytes: number | null) {
  const hierarchies = [
    { mount: mounts.unified, path: paths.unified, file: "memory.max" },
    { mount: mounts.memory, path: paths.memory, file: "memory.limit_in_bytes" },
  ];
  let tightest: { readonly bytes: number; readonly from: string } | null = null;
  for (const { mount, path, file } of hierarchies) {
    if (mount === null || path === null) continue;
    for (const directory of directoriesOf(mount, path)) {
      const text = (await readOrNull(world, `${directory}/${file}`))?.trim() ?? "";
      const bytes = /^\d+$/u.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
      const bound = tightest?.bytes ?? hostBytes ?? 2 ** 60;
      if (bytes < bound) tightest = { bytes, from: nameOfLimit(directory) };
    }
  }
  return tightest;
}

function nameOfLimit(directory: string): string {
  const name = directory.slice(directory.lastIndexOf("/") + 1);
  return /\.(?:service|scope|slice)$/u.test(name) ? `MemoryMax of ${harmless(name)}` : "cgroup";
}
