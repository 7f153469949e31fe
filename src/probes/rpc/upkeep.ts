// The sources asked seldom: what the gateway spends, what it depends on, and what waits for people.
import { decodeApprovals } from "../../data/gateway/decode/approvals.ts";
import { decodeCost } from "../../data/gateway/decode/cost.ts";
import { decodeCron } from "../../data/gateway/decode/cron.ts";
import { decodeModelAuth } from "../../data/gateway/decode/model-auth.ts";
import { again } from "../../data/pace.ts";
import { rpcProbe } from "./rpc-probe.ts";

/** A week before today to compare it with. Without the scope newer releases tell of the default agent alone; older ones do not look at it. */
export const costProbe = rpcProbe({
  source: "cost",
  method: "usage.cost",
  params: { days: 8, agentScope: "all" },
  decode: decodeCost,
  again: again("cost"),
});

/** Never with `refresh: true`: that makes the gateway ask every provider. */
export const modelAuthProbe = rpcProbe({ source: "modelAuth", method: "models.authStatus", decode: decodeModelAuth });

/** Without `includeDisabled` the jobs that the gateway turned off itself are missing; 200 is the most it gives. */
export const cronProbe = rpcProbe({
  source: "cron",
  method: "cron.list",
  params: { includeDisabled: true, limit: 200 },
  decode: decodeCron,
  on: ["cron"],
});

export const approvalsProbe = rpcProbe({
  source: "approvals",
  method: "exec.approval.list",
  scope: "operator.approvals",
  decode: decodeApprovals,
  on: ["exec.approval.requested", "exec.approval.resolved"],
});
