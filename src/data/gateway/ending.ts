// The ways a connection can end, or fail to begin.
import type { Refusal } from "../link-state.ts";
import type { WireError } from "./frames.ts";

export type Stage = "connect" | "challenge" | "hello" | "open";

export type Ending =
  /** The connect request was answered with an error. */
  | { readonly ended: "error"; readonly error: WireError }
  /** An HTTP answer instead of a WebSocket; `body` is its harmless beginning. */
  | { readonly ended: "http"; readonly status: number; readonly body: string }
  | { readonly ended: "closed"; readonly code: number; readonly reason: string }
  /** `code`: errno or library code. */
  | { readonly ended: "socket"; readonly code: string; readonly message: string }
  | { readonly ended: "certificate"; readonly refusal: Refusal }
  /** Nothing came in time; `open` means silence on an established connection. */
  | { readonly ended: "silent"; readonly stage: Stage; readonly ms: number }
  /** A WebSocket, but not this protocol. */
  | { readonly ended: "foreign"; readonly why: string }
  | { readonly ended: "bad-hello"; readonly why: string }
  /** Connected, but not allowed to read. */
  | { readonly ended: "scope"; readonly granted: readonly string[] };
