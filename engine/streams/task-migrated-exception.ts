import { StreamsException } from './streams-exception.ts'

/** org.apache.kafka.streams.errors.TaskMigratedException: others have, or will have, the tasks of this thread; it starts anew without them. */
export class TaskMigratedException extends StreamsException {
  constructor(message: string, cause: unknown) {
    super(`${message}; it means all tasks belonging to this thread should be migrated.`, cause, 'org.apache.kafka.streams.errors.TaskMigratedException')
  }
}

/** org.apache.kafka.streams.errors.TaskCorruptedException: a task's stores may hold what its changelogs do not. */
export class TaskCorruptedException extends StreamsException {
  constructor(taskId: string, cause: unknown) {
    super(`Tasks [${taskId}] are corrupted and hence need to be re-initialized`, cause, 'org.apache.kafka.streams.errors.TaskCorruptedException')
  }
}

/** Whether an exception ends tasks that may begin anew, and not the application. */
export function isEndOfTask(error: unknown): error is TaskMigratedException | TaskCorruptedException {
  return error instanceof TaskMigratedException || error instanceof TaskCorruptedException
}
