// A sentence for the person, in the footer.
export type Say = (text: string, tone?: "plain" | "warn" | "bad") => void;
