// In the place of a link where there are no credentials: nothing of it is loaded then.
import { RpcFailure } from "../../data/gateway/rpc-failure.ts";
import type { LinkRung } from "../../probes/guard/eyes.ts";
import type { TappedLink } from "../tapped-link.ts";

export const noRung: LinkRung = {
  look: () => Promise.resolve({ phase: "none", rpcMs: null, rpcFailed: false }),
  announced: () => null,
  close: () => undefined,
};

export const noTappedLink: TappedLink = {
  start: () => undefined,
  stop: () => undefined,
  methods: () => null,
  tap: {
    state: () => ({ phase: "idle" }),
    request: (method) => Promise.reject(new RpcFailure("NOT_CONNECTED", `${method}: there are no credentials`, false)),
    retryNow: () => undefined,
    listen: () => () => undefined,
  },
};
