import { JavaException } from './java-exception.ts'

const LEGAL = /^[A-Za-z0-9][A-Za-z0-9+:._-]*$/
const SUPPORTED =
  /^(?:utf-?(?:8|16|16be|16le|32|32be|32le)|us-ascii|ascii|iso-?8859-?_?\d{1,2}|iso_8859-\d{1,2}|latin\d|cp\d{3,5}|windows-\d{3,4}|gbk|gb2312|gb18030|big5|big5-hkscs|shift_jis|sjis|euc-jp|euc-kr|iso-2022-(?:jp|kr|cn)|koi8-[ru]|ibm\d{3,5}|tis-620|x-[a-z0-9._-]+)$/i

/**
 * `Charset.forName(name)`: checks that the JDK knows the charset, by the families of names that it ships.
 * @throws JavaException UnsupportedCharsetException or IllegalCharsetNameException.
 */
export function requireCharset(name: string, property?: string): void {
  const options = property === undefined ? {} : { property }
  if (!LEGAL.test(name)) throw new JavaException('java.nio.charset.IllegalCharsetNameException', name, options)
  if (!SUPPORTED.test(name)) throw new JavaException('java.nio.charset.UnsupportedCharsetException', name, options)
}
