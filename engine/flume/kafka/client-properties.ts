import type { LoadedComponent } from '../conf/loaded.ts'

/** The properties with a prefix, without it: `kafka.producer.` and the like. */
function withPrefix({ properties }: LoadedComponent, prefix: string): Record<string, string> {
  return Object.fromEntries([...properties].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]))
}

function bootstrapServers({ properties }: LoadedComponent): string {
  return properties.get('kafka.bootstrap.servers') ?? properties.get('brokerList') ?? ''
}

/** A producer as a component configures it; the client that Flume ships is not idempotent by default. @param acks of the component when it names none */
export function producerProperties(component: LoadedComponent, acks: string): Readonly<Record<string, string>> {
  const own = withPrefix(component, 'kafka.producer.')
  return {
    acks,
    'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
    'value.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
    'enable.idempotence': 'false',
    ...own,
    'bootstrap.servers': bootstrapServers(component),
  }
}

/** A consumer as a component configures it: it commits by itself, and never automatically. */
export function consumerProperties(component: LoadedComponent, groupId: string, defaults: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const own = withPrefix(component, 'kafka.consumer.')
  return {
    'key.deserializer': 'org.apache.kafka.common.serialization.StringDeserializer',
    'value.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
    ...defaults,
    ...own,
    'bootstrap.servers': bootstrapServers(component),
    'group.id': groupId,
    'enable.auto.commit': 'false',
  }
}
