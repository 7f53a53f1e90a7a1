import { JavaException, classNotFound } from './java-exception.ts'

const JDK_CLASSES: ReadonlySet<string> = new Set(
  ['String', 'Object', 'Integer', 'Long', 'Thread', 'StringBuilder', 'Exception'].map((name) => `java.lang.${name}`),
)

/** True for a class of the JDK that is known by name: it exists, but it is no part of Flume. */
export function isJdkClass(name: string): boolean {
  return JDK_CLASSES.has(name)
}

/** What using `name` as a `wanted` throws: ClassCastException for a class of the JDK, else ClassNotFoundException. */
export function classProblem(name: string, wanted: string, property?: string): JavaException {
  if (!isJdkClass(name)) return classNotFound(name, property)
  const message = `class ${name} cannot be cast to class ${wanted}`
  return new JavaException('java.lang.ClassCastException', message, property === undefined ? {} : { property })
}
