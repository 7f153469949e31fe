// RPC exec.approval.list: the list itself.
import type { World } from "../world.ts";

export const approvalList = (_world: World): readonly unknown[] => [];
