// What gatetop's exit status means, for scripts and for --help. `gatetop check` will have its own four.

export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 64,
  unreachable: 69,
  notYet: 75,
  notAllowed: 77,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeMeanings: { readonly [K in keyof typeof exitCodes]: string } = {
  done: "done",
  failed: "failed",
  usage: "usage",
  unreachable: "unreachable",
  notYet: "not yet",
  notAllowed: "not allowed",
  interrupted: "interrupted",
};
