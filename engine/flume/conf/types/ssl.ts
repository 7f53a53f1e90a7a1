import type { ComponentSetup, Settings } from '../component-type.ts'
import { JavaException, nullPointer } from '../java/java-exception.ts'
import { flumeException } from '../known-types.ts'

/** Properties of the sources that can listen with TLS. */
export const SSL_KEYS: readonly string[] = [
  'ssl',
  'keystore',
  'keystore-password',
  'keystore-type',
  'exclude-protocols',
  'include-protocols',
  'exclude-cipher-suites',
  'include-cipher-suites',
]

/** Source: org.apache.flume.source.SslContextAwareAbstractSource.configureSsl. @throws JavaException without a readable key store. */
export function configureSsl({ name, context }: ComponentSetup): Settings {
  const sslEnabled = context.getBoolean('ssl', false)
  const keystore = context.getString('keystore')
  const keystorePassword = context.getString('keystore-password')
  if (sslEnabled) {
    if (keystore === null) throw nullPointer('keystore must be specified when SSL is enabled', 'ssl')
    if (keystorePassword === null) throw nullPointer('keystore-password must be specified when SSL is enabled', 'ssl')
    const cause = new JavaException('java.io.FileNotFoundException', `${keystore} (No such file or directory)`, {
      property: 'keystore',
    })
    throw flumeException(`Source ${name} configured with invalid keystore: ${keystore}`, cause)
  }
  return {
    sslEnabled,
    keystoreType: context.getString('keystore-type', 'JKS'),
    ...(keystore === null ? {} : { keystore }),
    ...(keystorePassword === null ? {} : { keystorePassword }),
  }
}
