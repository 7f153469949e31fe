// Which gateway we look at, and where each fact about it was found.

export type Found<T> = { readonly value: T; readonly from: string };

/** Everything the finder settled. Secrets live in `Credentials`, never here: this value may be drawn, logged, recorded. */
export type Target = {
  /** ws:// or wss:// */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** The gateway is on this host, so /proc, lock files and logs speak of it. */
  readonly local: boolean;
  readonly name: string;
  readonly profile: string | null;
  readonly stateDir: string | null;
  readonly configPath: string | null;
  /** A pid given by flag. */
  readonly pid: number | null;
  readonly tlsFingerprint: string | null;
  readonly demo: string | null;
  readonly credential: "token" | "password" | "none";
  /** How this gatetop names itself to the gateway: presence lists it so. Absent: it does not. */
  readonly ownInstanceId?: string;
};
