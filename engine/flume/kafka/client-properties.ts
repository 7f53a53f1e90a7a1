import type { LoadedComponent } from '../conf/loaded.ts'

/** The properties with a prefix, without it: `kafka.producer.` and the like. */
function withPrefix({ properties }: LoadedComponent, prefix: string): Record<string, string> {
  return Object.fromEntries([...properties].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]))
}

function bootstrapServers({ properties }: LoadedComponent): string {
  return properties.get('kafka.bootstrap.servers') ?? properties.get('brokerList') ?? ''
}

/**
 * A producer as a component configures it, with the defaults of the client that Flume 1.11 ships (2.7.2) where they are not
 * today's: not idempotent (KIP-679 came with 3.0), and no linger (KIP-1030 came with 4.0). @param acks of the component
 * when it names none
 */
export function producerProperties(component: LoadedComponent, acks: string): Readonly<Record<string, string>> {
  const own = withPrefix(component, 'kafka.producer.')
  return {
    acks,
    'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
    'value.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
    'enable.idempotence': 'false',
    'linger.ms': '0',
    ...own,
    'bootstrap.servers': bootstrapServers(component),
  }
}

/**
 * A consumer as a component configures it: it commits by itself, and never automatically. Defaults of the 2.7.2 client that
 * are not today's: a session of 10 s (KIP-735 made it 45 s in 3.0), and the range assignor alone (KIP-726).
 */
export function consumerProperties(component: LoadedComponent, groupId: string, defaults: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const own = withPrefix(component, 'kafka.consumer.')
  return {
    'key.deserializer': 'org.apache.kafka.common.serialization.StringDeserializer',
    'value.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
    'session.timeout.ms': '10000',
    'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.RangeAssignor',
    ...defaults,
    ...own,
    'bootstrap.servers': bootstrapServers(component),
    'group.id': groupId,
    'enable.auto.commit': 'false',
  }
}
