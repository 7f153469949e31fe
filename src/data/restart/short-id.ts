/** 41a2… : enough to tell two boots apart, and to find the line in a log. */
export const shortId = (id: string): string => (id.length <= 5 ? id : `${id.slice(0, 4)}…`);
