import { HadoopException } from '../../hadoop-exception.ts'
import type { ClientProtocol } from '../protocol/name-node-protocol.ts'

const accessControl = 'org.apache.hadoop.security.AccessControlException'
const fileNotFound = 'java.io.FileNotFoundException'
const safeMode = 'org.apache.hadoop.hdfs.server.namenode.SafeModeException'
const nameQuota = 'org.apache.hadoop.hdfs.protocol.NSQuotaExceededException'
const spaceQuota = 'org.apache.hadoop.hdfs.protocol.DSQuotaExceededException'
const fileExists = 'org.apache.hadoop.fs.FileAlreadyExistsException'
const parentNotDirectory = 'org.apache.hadoop.fs.ParentNotDirectoryException'
const notEmpty = 'org.apache.hadoop.fs.PathIsNotEmptyDirectoryException'

/** What the client takes out of its RemoteException, by call. Source: org.apache.hadoop.hdfs.DFSClient, unwrapRemoteException. */
const unwrapped: { readonly [Method in keyof ClientProtocol]?: readonly string[] } = {
  create: [accessControl, spaceQuota, fileExists, fileNotFound, parentNotDirectory, nameQuota, safeMode],
  append: [accessControl, fileNotFound, safeMode, spaceQuota],
  addBlock: [accessControl, fileNotFound, nameQuota, spaceQuota],
  recoverLease: [fileNotFound, accessControl],
  isFileClosed: [accessControl, fileNotFound],
  getBlockLocations: [accessControl, fileNotFound, parentNotDirectory],
  getFileInfo: [accessControl, fileNotFound, parentNotDirectory],
  getListing: [accessControl, fileNotFound, parentNotDirectory],
  getContentSummary: [accessControl, fileNotFound],
  mkdirs: [accessControl, fileExists, fileNotFound, parentNotDirectory, safeMode, nameQuota, spaceQuota],
  delete: [accessControl, fileNotFound, safeMode, notEmpty],
  rename: [accessControl, nameQuota, spaceQuota],
  rename2: [accessControl, spaceQuota, fileExists, fileNotFound, nameQuota, parentNotDirectory, safeMode],
  truncate: [accessControl],
  setReplication: [accessControl, fileNotFound, safeMode, spaceQuota],
  setPermission: [accessControl, fileNotFound, safeMode],
  setOwner: [accessControl, fileNotFound, safeMode],
  setQuota: [accessControl, fileNotFound, nameQuota, spaceQuota],
}

/** The exception as the caller of a client's method sees it; only what the server threw comes wrapped. */
export function asSeenByCaller(method: keyof ClientProtocol, thrown: HadoopException): HadoopException {
  if (unwrapped[method]?.includes(thrown.className) === true) return thrown
  return new HadoopException(thrown.className, thrown.message, true)
}
