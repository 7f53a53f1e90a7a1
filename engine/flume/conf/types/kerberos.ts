import { illegalArgument } from '../java/java-exception.ts'

/** Source: org.apache.flume.auth.FlumeAuthenticationUtil. No key tab exists here, so every Kerberos login fails at the file. */
export function requireKeytab(principal: string | null, keytab: string | null, property: string): void {
  if (principal === null && keytab === null) return
  if (principal === null) throw illegalArgument('Principal can not be null when keytab is provided', property)
  if (keytab === null) throw illegalArgument('Keytab can not be null when Principal is provided')
  throw illegalArgument(`Keytab is not a readable file: ${keytab}`, property)
}
