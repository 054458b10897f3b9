/** Message digests of UTF-8 text, as lower-case hexadecimal, in TypeScript and in GoogleSQL. */

type Algorithm = 'MD5' | 'SHA1' | 'SHA256';

// Looked up when called: Dataform's sandbox, which loads the SQL half of these modules, has no node:crypto.
export function hexDigest(algorithm: Algorithm, text: string): string {
  return process
    .getBuiltinModule('node:crypto')
    .createHash(algorithm.toLowerCase())
    .update(text, 'utf8')
    .digest('hex');
}

/** A GoogleSQL expression: the digest of a STRING expression. NULL gives NULL. */
export function hexDigestSql(algorithm: Algorithm, text: string): string {
  return `TO_HEX(${algorithm}(${text}))`;
}
