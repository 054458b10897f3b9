import { hexDigest, hexDigestSql } from './digest.ts';

/** `business_id`: the first 16 hexadecimal digits of the scope's MD5. The whole digest is kept beside it. */
export function businessDigest(scope: string): string {
  return hexDigest('MD5', scope);
}

export function businessDigestSql(scope: string): string {
  return hexDigestSql('MD5', scope);
}

export function businessId(scope: string): string {
  return businessDigest(scope).slice(0, 16);
}

export function businessIdSql(scope: string): string {
  return `SUBSTR(${businessDigestSql(scope)}, 1, 16)`;
}
