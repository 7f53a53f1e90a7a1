/** A flume.conf file, imported as its text. */
declare module '*.conf' {
  const text: string
  export default text
}
