import { X509Certificate } from 'crypto';

/** Whether a text begins with a certificate in PEM. @internal */
export function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
