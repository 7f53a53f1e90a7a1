/**
 * What the frame may do: run the scripts it was given, and blobs of its own as workers. It may load from nowhere and
 * send to nowhere. A worker made of a blob inherits it.
 */
export const framePolicy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; connect-src 'none'; " +
  "form-action 'none'; base-uri 'none'"
