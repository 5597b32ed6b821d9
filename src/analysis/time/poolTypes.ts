/** Async resources of operations that run in the pool, and what people call them. */
export const POOL_TYPES: Readonly<Record<string, string>> = {
  FSREQCALLBACK: 'a file operation',
  FSREQPROMISE: 'a file operation',
  FILEHANDLECLOSEREQ: 'a file operation',
  GETADDRINFOREQWRAP: 'dns.lookup',
  GETNAMEINFOREQWRAP: 'dns.lookupService',
  PBKDF2REQUEST: 'crypto.pbkdf2',
  SCRYPTREQUEST: 'crypto.scrypt',
  HKDFREQUEST: 'crypto.hkdf',
  RANDOMBYTESREQUEST: 'crypto.randomBytes',
  KEYPAIRGENREQUEST: 'crypto.generateKeyPair',
  KEYGENREQUEST: 'crypto.generateKey',
  KEYEXPORTREQUEST: 'crypto.subtle.exportKey',
  CHECKPRIMEREQUEST: 'crypto.checkPrime',
  RANDOMPRIMEREQUEST: 'crypto.generatePrime',
  SIGNREQUEST: 'crypto.sign',
  VERIFYREQUEST: 'crypto.verify',
  CIPHERREQUEST: 'crypto.subtle',
  HASHREQUEST: 'crypto.subtle',
  DERIVEBITSREQUEST: 'crypto.subtle.deriveBits',
  ARGON2REQUEST: 'crypto.argon2',
  ZLIB: 'zlib',
};

/** Computes in the pool (passwords, keys, hashes). Libraries give names of their own to theirs, such as UNDICI_REQUEST. */
export function computesInPool(type: string): boolean {
  return type.endsWith('REQUEST') && POOL_TYPES[type] !== undefined;
}
