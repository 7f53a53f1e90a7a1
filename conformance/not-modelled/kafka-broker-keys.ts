import type { NotModelled } from './kafka-keys.ts'

/** Keys of brokers and controllers that no simulated class reads. */
export const brokerReasons: readonly NotModelled[] = [
  {
    reason: 'encryption is not simulated: every listener is PLAINTEXT',
    keys: [
      'listener.security.protocol.map', 'security.inter.broker.protocol', 'security.providers', 'ssl.allow.dn.changes',
      'ssl.allow.san.changes', 'ssl.cipher.suites', 'ssl.client.auth', 'ssl.enabled.protocols',
      'ssl.endpoint.identification.algorithm', 'ssl.engine.factory.class', 'ssl.key.password', 'ssl.keymanager.algorithm',
      'ssl.keystore.certificate.chain', 'ssl.keystore.key', 'ssl.keystore.location', 'ssl.keystore.password', 'ssl.keystore.type',
      'ssl.principal.mapping.rules', 'ssl.protocol', 'ssl.provider', 'ssl.secure.random.implementation',
      'ssl.trustmanager.algorithm', 'ssl.truststore.certificates', 'ssl.truststore.location', 'ssl.truststore.password',
      'ssl.truststore.type',
    ],
  },
  {
    reason: 'authentication is not simulated: every listener is PLAINTEXT',
    keys: [
      'authorizer.class.name', 'connection.failed.authentication.delay.ms', 'connections.max.reauth.ms',
      'delegation.token.expiry.check.interval.ms', 'delegation.token.expiry.time.ms', 'delegation.token.max.lifetime.ms',
      'delegation.token.secret.key', 'principal.builder.class', 'sasl.client.callback.handler.class', 'sasl.enabled.mechanisms',
      'sasl.jaas.config', 'sasl.kerberos.kinit.cmd', 'sasl.kerberos.min.time.before.relogin',
      'sasl.kerberos.principal.to.local.rules', 'sasl.kerberos.service.name', 'sasl.kerberos.ticket.renew.jitter',
      'sasl.kerberos.ticket.renew.window.factor', 'sasl.login.callback.handler.class', 'sasl.login.class',
      'sasl.login.connect.timeout.ms', 'sasl.login.read.timeout.ms', 'sasl.login.refresh.buffer.seconds',
      'sasl.login.refresh.min.period.seconds', 'sasl.login.refresh.window.factor', 'sasl.login.refresh.window.jitter',
      'sasl.login.retry.backoff.max.ms', 'sasl.login.retry.backoff.ms', 'sasl.mechanism.controller.protocol',
      'sasl.mechanism.inter.broker.protocol', 'sasl.oauthbearer.assertion.algorithm', 'sasl.oauthbearer.assertion.claim.aud',
      'sasl.oauthbearer.assertion.claim.exp.seconds', 'sasl.oauthbearer.assertion.claim.iss',
      'sasl.oauthbearer.assertion.claim.jti.include', 'sasl.oauthbearer.assertion.claim.nbf.seconds',
      'sasl.oauthbearer.assertion.claim.sub', 'sasl.oauthbearer.assertion.file', 'sasl.oauthbearer.assertion.private.key.file',
      'sasl.oauthbearer.assertion.private.key.passphrase', 'sasl.oauthbearer.assertion.template.file',
      'sasl.oauthbearer.client.credentials.client.id', 'sasl.oauthbearer.client.credentials.client.secret',
      'sasl.oauthbearer.clock.skew.seconds', 'sasl.oauthbearer.expected.audience', 'sasl.oauthbearer.expected.issuer',
      'sasl.oauthbearer.jwks.endpoint.refresh.ms', 'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms',
      'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms', 'sasl.oauthbearer.jwks.endpoint.url',
      'sasl.oauthbearer.jwt.retriever.class', 'sasl.oauthbearer.jwt.validator.class', 'sasl.oauthbearer.scope',
      'sasl.oauthbearer.scope.claim.name', 'sasl.oauthbearer.sub.claim.name', 'sasl.oauthbearer.token.endpoint.url',
      'sasl.server.callback.handler.class', 'sasl.server.max.receive.size',
    ],
  },
  {
    reason: 'metrics of a run are its tracks: reporters, windows and telemetry do not exist',
    keys: [
      'controller.performance.always.log.threshold.ms', 'controller.performance.sample.period.ms',
      'kafka.metrics.polling.interval.secs', 'kafka.metrics.reporters', 'metric.reporters', 'metrics.num.samples',
      'metrics.recording.level', 'metrics.sample.window.ms', 'telemetry.max.bytes',
    ],
  },
  {
    reason: 'readers’ classes cannot be loaded: no interceptors, providers, policies or plug-ins',
    keys: [
      'alter.config.policy.class.name', 'client.quota.callback.class', 'config.providers', 'create.topic.policy.class.name',
    ],
  },
  {
    reason: 'connections have no buffers of the operating system’s own: a link has a latency and a rate',
    keys: [
      'replica.socket.receive.buffer.bytes', 'socket.listen.backlog.size', 'socket.receive.buffer.bytes',
      'socket.send.buffer.bytes',
    ],
  },
  {
    reason: 'brokers keep batches as their producers compressed them',
    keys: [
      'compression.gzip.level', 'compression.lz4.level', 'compression.type', 'compression.zstd.level',
      'offsets.topic.compression.codec', 'share.coordinator.state.topic.compression.codec',
    ],
  },
  {
    reason: 'share groups (KIP-932) are not modelled',
    keys: [
      'group.share.assignment.interval.ms', 'group.share.assignors', 'group.share.delivery.count.limit',
      'group.share.heartbeat.interval.ms', 'group.share.initialize.retry.interval.ms', 'group.share.max.assignment.interval.ms',
      'group.share.max.delivery.count.limit', 'group.share.max.heartbeat.interval.ms',
      'group.share.max.partition.max.record.locks', 'group.share.max.record.lock.duration.ms',
      'group.share.max.session.timeout.ms', 'group.share.max.share.sessions', 'group.share.max.size',
      'group.share.min.assignment.interval.ms', 'group.share.min.delivery.count.limit', 'group.share.min.heartbeat.interval.ms',
      'group.share.min.partition.max.record.locks', 'group.share.min.record.lock.duration.ms',
      'group.share.min.session.timeout.ms', 'group.share.partition.max.record.locks', 'group.share.persister.class.name',
      'group.share.record.lock.duration.ms', 'group.share.session.timeout.ms', 'share.coordinator.append.linger.ms',
      'share.coordinator.cached.buffer.max.bytes', 'share.coordinator.cold.partition.snapshot.interval.ms',
      'share.coordinator.load.buffer.size', 'share.coordinator.snapshot.update.records.per.snapshot',
      'share.coordinator.state.topic.min.isr', 'share.coordinator.state.topic.num.partitions',
      'share.coordinator.state.topic.prune.interval.ms', 'share.coordinator.state.topic.replication.factor',
      'share.coordinator.state.topic.segment.bytes', 'share.coordinator.threads', 'share.coordinator.write.timeout.ms',
      'share.fetch.purgatory.purge.interval.requests',
    ],
  },
  {
    reason: 'Streams groups (KIP-1071) are not modelled',
    keys: [
      'group.streams.assignment.interval.ms', 'group.streams.heartbeat.interval.ms', 'group.streams.initial.rebalance.delay.ms',
      'group.streams.max.assignment.interval.ms', 'group.streams.max.heartbeat.interval.ms',
      'group.streams.max.session.timeout.ms', 'group.streams.max.size', 'group.streams.max.standby.replicas',
      'group.streams.min.assignment.interval.ms', 'group.streams.min.heartbeat.interval.ms',
      'group.streams.min.session.timeout.ms', 'group.streams.num.standby.replicas', 'group.streams.session.timeout.ms',
    ],
  },
  {
    reason: 'tiered storage is not modelled',
    keys: [
      'follower.fetch.last.tiered.offset.enable', 'log.local.retention.bytes', 'log.local.retention.ms',
      'remote.fetch.max.wait.ms', 'remote.list.offsets.request.timeout.ms', 'remote.log.index.file.cache.total.size.bytes',
      'remote.log.index.file.cache.ttl.ms', 'remote.log.manager.copier.thread.pool.size',
      'remote.log.manager.copy.max.bytes.per.second', 'remote.log.manager.copy.quota.window.num',
      'remote.log.manager.copy.quota.window.size.seconds', 'remote.log.manager.expiration.thread.pool.size',
      'remote.log.manager.fetch.max.bytes.per.second', 'remote.log.manager.fetch.quota.window.num',
      'remote.log.manager.fetch.quota.window.size.seconds', 'remote.log.manager.follower.thread.pool.size',
      'remote.log.manager.task.interval.ms', 'remote.log.manager.task.retry.backoff.max.ms',
      'remote.log.manager.task.retry.backoff.ms', 'remote.log.manager.task.retry.jitter', 'remote.log.manager.thread.pool.size',
      'remote.log.metadata.custom.metadata.max.bytes', 'remote.log.metadata.manager.class.name',
      'remote.log.metadata.manager.class.path', 'remote.log.metadata.manager.impl.prefix',
      'remote.log.metadata.manager.listener.name', 'remote.log.reader.max.pending.tasks', 'remote.log.reader.threads',
      'remote.log.storage.manager.class.name', 'remote.log.storage.manager.class.path', 'remote.log.storage.manager.impl.prefix',
      'remote.log.storage.system.enable',
    ],
  },
  {
    reason: 'of transactions, the expiry of ids, two-phase commit and the pauses between attempts are not modelled',
    keys: [
      'add.partitions.to.txn.retry.backoff.max.ms', 'add.partitions.to.txn.retry.backoff.ms',
      'transaction.partition.verification.enable', 'transaction.remove.expired.transaction.cleanup.interval.ms',
      'transaction.state.log.load.buffer.size', 'transaction.two.phase.commit.enable',
      'transactional.id.expiration.ms',
    ],
  },
  {
    reason: 'of quotas, those of clients are modelled, and not those of replication, of the controller and of connections',
    keys: [
      'alter.log.dirs.replication.quota.window.num', 'alter.log.dirs.replication.quota.window.size.seconds',
      'controller.quota.window.num', 'controller.quota.window.size.seconds', 'max.connection.creation.rate', 'max.connections',
      'max.connections.per.ip', 'max.connections.per.ip.overrides',
      'replication.quota.window.num', 'replication.quota.window.size.seconds',
    ],
  },
  {
    reason: 'a cleaning takes no time, and its memory has room for every key',
    keys: [
      'log.cleaner.dedupe.buffer.size', 'log.cleaner.io.buffer.load.factor',
      'log.cleaner.io.buffer.size', 'log.cleaner.io.max.bytes.per.second',
      'log.cleaner.threads',
    ],
  },
  {
    reason: 'of the threads of a broker, those of the network and the request handlers are modelled: the others never wait for each other',
    keys: [
      'background.threads', 'delete.records.purgatory.purge.interval.requests', 'fetch.purgatory.purge.interval.requests',
      'group.coordinator.background.threads', 'group.coordinator.threads',
      'num.recovery.threads.per.data.dir', 'num.replica.alter.log.dirs.threads', 'num.replica.fetchers',
      'offsets.load.buffer.size', 'producer.purgatory.purge.interval.requests', 'queued.max.request.bytes',
    ],
  },
  {
    reason: 'the metadata log is never snapshotted nor cut',
    keys: [
      'controller.quorum.fetch.snapshot.max.bytes', 'internal.metadata.delete.delay.millis',
      'internal.metadata.log.segment.bytes', 'internal.metadata.max.batch.size.in.bytes', 'metadata.log.dir',
      'metadata.log.max.record.bytes.between.snapshots', 'metadata.log.max.snapshot.interval.ms', 'metadata.log.segment.bytes',
      'metadata.log.segment.ms', 'metadata.max.retention.bytes', 'metadata.max.retention.ms',
    ],
  },
  {
    reason: 'listeners, addresses and directories are the cluster’s own',
    keys: [
      'advertised.listeners', 'broker.id', 'controller.listener.names', 'controller.quorum.auto.join.enable',
      'controller.quorum.bootstrap.servers', 'controller.quorum.voters', 'cordoned.log.dirs', 'early.start.listeners',
      'inter.broker.listener.name', 'listeners', 'log.dir', 'log.dir.failure.timeout.ms', 'log.dirs', 'node.id', 'process.roles',
    ],
  },
  {
    reason: 'connections are never closed for being idle',
    keys: [
      'connections.max.idle.ms',
    ],
  },
  {
    reason: 'a file takes the room of what is in it',
    keys: [
      'log.preallocate',
    ],
  },
  {
    reason: 'groups of KIP-848 have both assignors, no regular expressions, no change of protocol while they have members, and no limits for group configurations',
    keys: [
      'group.consumer.assignors',
      'group.consumer.max.assignment.interval.ms', 'group.consumer.max.heartbeat.interval.ms',
      'group.consumer.max.session.timeout.ms', 'group.consumer.migration.policy',
      'group.consumer.min.assignment.interval.ms', 'group.consumer.min.heartbeat.interval.ms',
      'group.consumer.min.session.timeout.ms', 'group.consumer.regex.refresh.interval.ms',
      'group.coordinator.rebalance.protocols',
    ],
  },
  {
    reason: 'a simulated node starts and registers in the time that its modelling parameters say',
    keys: [
      'initial.broker.registration.timeout.ms', 'log.initial.task.delay.ms', 'server.max.startup.time.ms',
    ],
  },
  {
    reason: 'log end and start offsets are known at once when a log is opened',
    keys: [
      'log.flush.offset.checkpoint.interval.ms', 'log.flush.start.offset.checkpoint.interval.ms',
    ],
  },
  {
    reason: 'deleted files free their space at once',
    keys: [
      'log.segment.delete.delay.ms',
    ],
  },
  {
    reason: 'segments roll exactly when they are due',
    keys: [
      'log.roll.jitter.hours', 'log.roll.jitter.ms',
    ],
  },
  {
    reason: 'every simulated node speaks the stable versions only',
    keys: [
      'unstable.api.versions.enable', 'unstable.feature.versions.enable',
    ],
  },
  {
    reason: 'read by no simulated class yet',
    keys: [
      'controller.quorum.fetch.max.bytes', 'controller.socket.timeout.ms', 'delete.topic.enable',
      'group.coordinator.append.linger.ms', 'group.coordinator.cached.buffer.max.bytes',
      'max.incremental.fetch.session.cache.slots', 'max.request.partition.size.limit', 'producer.id.expiration.check.interval.ms',
      'request.timeout.ms', 'socket.connection.setup.timeout.max.ms', 'socket.connection.setup.timeout.ms',
      'socket.request.max.bytes',
    ],
  },
]
