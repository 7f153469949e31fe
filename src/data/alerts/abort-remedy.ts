// The command that aborts a session's run, for the person.

/** A key that would need shell quoting of its own is left to the person. */
export const abortRemedy = (key: string): { readonly remedy?: string } =>
  /^[\w:./@+-]+$/u.test(key) ? { remedy: `abort the run: openclaw gateway call sessions.abort --params '{"key":"${key}"}'` } : {};
