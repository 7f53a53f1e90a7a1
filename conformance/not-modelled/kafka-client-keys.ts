import type { NotModelled } from './kafka-keys.ts'

/** Keys of producers that no simulated class reads. */
export const producerReasons: readonly NotModelled[] = [
  {
    reason: 'encryption is not simulated: every listener is PLAINTEXT',
    keys: [
      'security.protocol', 'security.providers', 'ssl.cipher.suites', 'ssl.enabled.protocols',
      'ssl.endpoint.identification.algorithm', 'ssl.engine.factory.class', 'ssl.key.password', 'ssl.keymanager.algorithm',
      'ssl.keystore.certificate.chain', 'ssl.keystore.key', 'ssl.keystore.location', 'ssl.keystore.password', 'ssl.keystore.type',
      'ssl.protocol', 'ssl.provider', 'ssl.secure.random.implementation', 'ssl.trustmanager.algorithm',
      'ssl.truststore.certificates', 'ssl.truststore.location', 'ssl.truststore.password', 'ssl.truststore.type',
    ],
  },
  {
    reason: 'authentication is not simulated: every listener is PLAINTEXT',
    keys: [
      'sasl.client.callback.handler.class', 'sasl.jaas.config', 'sasl.kerberos.kinit.cmd',
      'sasl.kerberos.min.time.before.relogin', 'sasl.kerberos.service.name', 'sasl.kerberos.ticket.renew.jitter',
      'sasl.kerberos.ticket.renew.window.factor', 'sasl.login.callback.handler.class', 'sasl.login.class',
      'sasl.login.connect.timeout.ms', 'sasl.login.read.timeout.ms', 'sasl.login.refresh.buffer.seconds',
      'sasl.login.refresh.min.period.seconds', 'sasl.login.refresh.window.factor', 'sasl.login.refresh.window.jitter',
      'sasl.login.retry.backoff.max.ms', 'sasl.login.retry.backoff.ms', 'sasl.mechanism', 'sasl.oauthbearer.assertion.algorithm',
      'sasl.oauthbearer.assertion.claim.aud', 'sasl.oauthbearer.assertion.claim.exp.seconds',
      'sasl.oauthbearer.assertion.claim.iss', 'sasl.oauthbearer.assertion.claim.jti.include',
      'sasl.oauthbearer.assertion.claim.nbf.seconds', 'sasl.oauthbearer.assertion.claim.sub', 'sasl.oauthbearer.assertion.file',
      'sasl.oauthbearer.assertion.private.key.file', 'sasl.oauthbearer.assertion.private.key.passphrase',
      'sasl.oauthbearer.assertion.template.file', 'sasl.oauthbearer.client.credentials.client.id',
      'sasl.oauthbearer.client.credentials.client.secret', 'sasl.oauthbearer.clock.skew.seconds',
      'sasl.oauthbearer.expected.audience', 'sasl.oauthbearer.expected.issuer', 'sasl.oauthbearer.header.urlencode',
      'sasl.oauthbearer.jwks.endpoint.refresh.ms', 'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms',
      'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms', 'sasl.oauthbearer.jwks.endpoint.url',
      'sasl.oauthbearer.jwt.retriever.class', 'sasl.oauthbearer.jwt.validator.class', 'sasl.oauthbearer.scope',
      'sasl.oauthbearer.scope.claim.name', 'sasl.oauthbearer.sub.claim.name', 'sasl.oauthbearer.token.endpoint.url',
    ],
  },
  {
    reason: 'metrics of a run are its tracks: reporters, windows and telemetry do not exist',
    keys: [
      'enable.metrics.push', 'metric.reporters', 'metrics.num.samples', 'metrics.recording.level', 'metrics.sample.window.ms',
    ],
  },
  {
    reason: 'readers’ classes cannot be loaded: no interceptors, providers, policies or plug-ins',
    keys: [
      'config.providers', 'interceptor.classes',
    ],
  },
  {
    reason: 'connections have no buffers of the operating system’s own: a link has a latency and a rate',
    keys: [
      'receive.buffer.bytes', 'send.buffer.bytes',
    ],
  },
  {
    reason: 'compressors work at their default levels',
    keys: [
      'compression.gzip.level', 'compression.lz4.level', 'compression.zstd.level',
    ],
  },
  {
    reason: 'a host name has one address',
    keys: [
      'client.dns.lookup',
    ],
  },
  {
    reason: 'connections are never closed for being idle',
    keys: [
      'connections.max.idle.ms',
    ],
  },
  {
    reason: 'clients keep the bootstrap list that they were given',
    keys: [
      'metadata.recovery.rebootstrap.trigger.ms', 'metadata.recovery.strategy',
    ],
  },
  {
    reason: 'a topic’s metadata stays known for as long as its client lives',
    keys: [
      'metadata.max.idle.ms',
    ],
  },
  {
    reason: 'two-phase commit (KIP-939) is not modelled',
    keys: [
      'transaction.two.phase.commit.enable',
    ],
  },
  {
    reason: 'partitions are weighted by queue length only',
    keys: [
      'partitioner.availability.timeout.ms',
    ],
  },
]

/** Keys of consumers that no simulated class reads. */
export const consumerReasons: readonly NotModelled[] = [
  {
    reason: 'encryption is not simulated: every listener is PLAINTEXT',
    keys: [
      'security.protocol', 'security.providers', 'ssl.cipher.suites', 'ssl.enabled.protocols',
      'ssl.endpoint.identification.algorithm', 'ssl.engine.factory.class', 'ssl.key.password', 'ssl.keymanager.algorithm',
      'ssl.keystore.certificate.chain', 'ssl.keystore.key', 'ssl.keystore.location', 'ssl.keystore.password', 'ssl.keystore.type',
      'ssl.protocol', 'ssl.provider', 'ssl.secure.random.implementation', 'ssl.trustmanager.algorithm',
      'ssl.truststore.certificates', 'ssl.truststore.location', 'ssl.truststore.password', 'ssl.truststore.type',
    ],
  },
  {
    reason: 'authentication is not simulated: every listener is PLAINTEXT',
    keys: [
      'sasl.client.callback.handler.class', 'sasl.jaas.config', 'sasl.kerberos.kinit.cmd',
      'sasl.kerberos.min.time.before.relogin', 'sasl.kerberos.service.name', 'sasl.kerberos.ticket.renew.jitter',
      'sasl.kerberos.ticket.renew.window.factor', 'sasl.login.callback.handler.class', 'sasl.login.class',
      'sasl.login.connect.timeout.ms', 'sasl.login.read.timeout.ms', 'sasl.login.refresh.buffer.seconds',
      'sasl.login.refresh.min.period.seconds', 'sasl.login.refresh.window.factor', 'sasl.login.refresh.window.jitter',
      'sasl.login.retry.backoff.max.ms', 'sasl.login.retry.backoff.ms', 'sasl.mechanism', 'sasl.oauthbearer.assertion.algorithm',
      'sasl.oauthbearer.assertion.claim.aud', 'sasl.oauthbearer.assertion.claim.exp.seconds',
      'sasl.oauthbearer.assertion.claim.iss', 'sasl.oauthbearer.assertion.claim.jti.include',
      'sasl.oauthbearer.assertion.claim.nbf.seconds', 'sasl.oauthbearer.assertion.claim.sub', 'sasl.oauthbearer.assertion.file',
      'sasl.oauthbearer.assertion.private.key.file', 'sasl.oauthbearer.assertion.private.key.passphrase',
      'sasl.oauthbearer.assertion.template.file', 'sasl.oauthbearer.client.credentials.client.id',
      'sasl.oauthbearer.client.credentials.client.secret', 'sasl.oauthbearer.clock.skew.seconds',
      'sasl.oauthbearer.expected.audience', 'sasl.oauthbearer.expected.issuer', 'sasl.oauthbearer.header.urlencode',
      'sasl.oauthbearer.jwks.endpoint.refresh.ms', 'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms',
      'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms', 'sasl.oauthbearer.jwks.endpoint.url',
      'sasl.oauthbearer.jwt.retriever.class', 'sasl.oauthbearer.jwt.validator.class', 'sasl.oauthbearer.scope',
      'sasl.oauthbearer.scope.claim.name', 'sasl.oauthbearer.sub.claim.name', 'sasl.oauthbearer.token.endpoint.url',
    ],
  },
  {
    reason: 'metrics of a run are its tracks: reporters, windows and telemetry do not exist',
    keys: [
      'enable.metrics.push', 'metric.reporters', 'metrics.num.samples', 'metrics.recording.level', 'metrics.sample.window.ms',
    ],
  },
  {
    reason: 'readers’ classes cannot be loaded: no interceptors, providers, policies or plug-ins',
    keys: [
      'config.providers', 'interceptor.classes',
    ],
  },
  {
    reason: 'connections have no buffers of the operating system’s own: a link has a latency and a rate',
    keys: [
      'receive.buffer.bytes', 'send.buffer.bytes',
    ],
  },
  {
    reason: 'a host name has one address',
    keys: [
      'client.dns.lookup',
    ],
  },
  {
    reason: 'connections are never closed for being idle',
    keys: [
      'connections.max.idle.ms',
    ],
  },
  {
    reason: 'clients keep the bootstrap list that they were given',
    keys: [
      'metadata.recovery.rebootstrap.trigger.ms', 'metadata.recovery.strategy',
    ],
  },
  {
    reason: 'share groups (KIP-932) are not modelled',
    keys: [
      'share.acknowledgement.mode', 'share.acquire.mode',
    ],
  },
  {
    reason: 'no bit of a simulated batch ever flips',
    keys: [
      'check.crcs',
    ],
  },
  {
    reason: 'simulated brokers know the newest version of each request',
    keys: [
      'exclude.internal.topics', 'internal.throw.on.fetch.stable.offset.unsupported',
    ],
  },
]

/** Keys of admin clients that no simulated class reads. */
export const adminReasons: readonly NotModelled[] = [
  {
    reason: 'encryption is not simulated: every listener is PLAINTEXT',
    keys: [
      'security.protocol', 'security.providers', 'ssl.cipher.suites', 'ssl.enabled.protocols',
      'ssl.endpoint.identification.algorithm', 'ssl.engine.factory.class', 'ssl.key.password', 'ssl.keymanager.algorithm',
      'ssl.keystore.certificate.chain', 'ssl.keystore.key', 'ssl.keystore.location', 'ssl.keystore.password', 'ssl.keystore.type',
      'ssl.protocol', 'ssl.provider', 'ssl.secure.random.implementation', 'ssl.trustmanager.algorithm',
      'ssl.truststore.certificates', 'ssl.truststore.location', 'ssl.truststore.password', 'ssl.truststore.type',
    ],
  },
  {
    reason: 'authentication is not simulated: every listener is PLAINTEXT',
    keys: [
      'sasl.client.callback.handler.class', 'sasl.jaas.config', 'sasl.kerberos.kinit.cmd',
      'sasl.kerberos.min.time.before.relogin', 'sasl.kerberos.service.name', 'sasl.kerberos.ticket.renew.jitter',
      'sasl.kerberos.ticket.renew.window.factor', 'sasl.login.callback.handler.class', 'sasl.login.class',
      'sasl.login.connect.timeout.ms', 'sasl.login.read.timeout.ms', 'sasl.login.refresh.buffer.seconds',
      'sasl.login.refresh.min.period.seconds', 'sasl.login.refresh.window.factor', 'sasl.login.refresh.window.jitter',
      'sasl.login.retry.backoff.max.ms', 'sasl.login.retry.backoff.ms', 'sasl.mechanism', 'sasl.oauthbearer.assertion.algorithm',
      'sasl.oauthbearer.assertion.claim.aud', 'sasl.oauthbearer.assertion.claim.exp.seconds',
      'sasl.oauthbearer.assertion.claim.iss', 'sasl.oauthbearer.assertion.claim.jti.include',
      'sasl.oauthbearer.assertion.claim.nbf.seconds', 'sasl.oauthbearer.assertion.claim.sub', 'sasl.oauthbearer.assertion.file',
      'sasl.oauthbearer.assertion.private.key.file', 'sasl.oauthbearer.assertion.private.key.passphrase',
      'sasl.oauthbearer.assertion.template.file', 'sasl.oauthbearer.client.credentials.client.id',
      'sasl.oauthbearer.client.credentials.client.secret', 'sasl.oauthbearer.clock.skew.seconds',
      'sasl.oauthbearer.expected.audience', 'sasl.oauthbearer.expected.issuer', 'sasl.oauthbearer.header.urlencode',
      'sasl.oauthbearer.jwks.endpoint.refresh.ms', 'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms',
      'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms', 'sasl.oauthbearer.jwks.endpoint.url',
      'sasl.oauthbearer.jwt.retriever.class', 'sasl.oauthbearer.jwt.validator.class', 'sasl.oauthbearer.scope',
      'sasl.oauthbearer.scope.claim.name', 'sasl.oauthbearer.sub.claim.name', 'sasl.oauthbearer.token.endpoint.url',
    ],
  },
  {
    reason: 'metrics of a run are its tracks: reporters, windows and telemetry do not exist',
    keys: [
      'enable.metrics.push', 'metric.reporters', 'metrics.num.samples', 'metrics.recording.level', 'metrics.sample.window.ms',
    ],
  },
  {
    reason: 'readers’ classes cannot be loaded: no interceptors, providers, policies or plug-ins',
    keys: [
      'config.providers',
    ],
  },
  {
    reason: 'connections have no buffers of the operating system’s own: a link has a latency and a rate',
    keys: [
      'receive.buffer.bytes', 'send.buffer.bytes',
    ],
  },
  {
    reason: 'a host name has one address',
    keys: [
      'client.dns.lookup',
    ],
  },
  {
    reason: 'connections are never closed for being idle',
    keys: [
      'connections.max.idle.ms',
    ],
  },
  {
    reason: 'clients keep the bootstrap list that they were given',
    keys: [
      'bootstrap.controllers', 'metadata.recovery.rebootstrap.trigger.ms', 'metadata.recovery.strategy',
    ],
  },
  {
    reason: 'an admin client repeats a request until its time-out',
    keys: [
      'retries',
    ],
  },
]
