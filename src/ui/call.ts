// The bytes that call a person to the terminal: its bell, and a notification of the desktop it is on.

export type CallStyle = {
  readonly bell: boolean;
  readonly notify: "off" | "osc9" | "osc777";
  /** Inside tmux, which passes on only what is wrapped for it. */
  readonly tmux: boolean;
};

/** Terminals that print what they do not understand. */
const plain = /^(?:|dumb|linux|cons\d.*|vt\d.*)$/u;

/** Whether a terminal takes window titles and notifications for what they are. */
export const understandsStrings = (term: string | undefined): boolean => !plain.test(term ?? "");

/** tmux passes on only what is wrapped for it. */
export const passedOn = (sequence: string): string => `\u001bPtmux;${sequence.replaceAll("\u001b", "\u001b\u001b")}\u001b\\`;

const notices: { readonly [N in CallStyle["notify"]]: (text: string) => string } = {
  off: () => "",
  osc9: (text) => `\u001b]9;${text}\u0007`,
  osc777: (text) => `\u001b]777;notify;gatetop;${text}\u0007`,
};

/** `text` has no control characters and no semicolons. */
export function callBytes(text: string, { bell, notify, tmux }: CallStyle): string {
  const notice = notices[notify](text);
  return (notice === "" || !tmux ? notice : passedOn(notice)) + (bell ? "\u0007" : "");
}
