/** Secrets that are known by their shape, wherever they stand. */
import { MARK } from './mark';

/** Each is replaced as a whole. */
const TOKENS: RegExp[] = [
  // PEM private keys, those that were cut off before their end too
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
  // JSON Web Tokens
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?/g,
  // AWS access keys, temporary ones and session names
  /\b(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}\b/g,
  // GitHub
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  // GitLab
  /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas)-[A-Za-z0-9_.-]{16,}/g,
  // Slack
  /\bxox[abeoprs]-[A-Za-z0-9-]{8,}/g,
  /\bxapp-[A-Za-z0-9-]{8,}/g,
  /\bhooks\.slack\.com\/[A-Za-z0-9/_-]{8,}/g,
  // npm, PyPI, Docker Hub
  /\bnpm_[A-Za-z0-9]{20,}/g,
  /\bpypi-[A-Za-z0-9_-]{16,}/g,
  /\bdckr_[a-z]{2,8}_[A-Za-z0-9_-]{16,}/g,
  // Google, Stripe, SendGrid, HashiCorp Vault, DigitalOcean, age, model APIs
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\bya29\.[A-Za-z0-9_-]{16,}/g,
  /\b[rs]k_(?:live|test)_[A-Za-z0-9]{10,}/g,
  /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g,
  /\bhv[sbr]\.[A-Za-z0-9_-]{16,}/g,
  /\bdo[opr]_v1_[a-f0-9]{32,}/g,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{16,}/g,
  /\bsk-[A-Za-z0-9_-]{20,}/g,
];

/** `scheme://user:password@host` and `scheme://token@host` */
const URL_WITH_CREDENTIALS =
  /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{1,20}:\/\/)(?:[^\s/:@"'<>]{0,256}:(?!\d{1,5}\/)[^\s@"'<>]{0,256}|[^\s/:@"'<>]{1,256})@(?!sha\d{3}:)/gi;

const BEARER = /\b(bearer|token|negotiate)[ \t]{1,8}([A-Za-z0-9._~+/=-]{8,})/gi;
const BASIC = /\b(basic)[ \t]{1,8}([A-Za-z0-9+/]{8,}={0,2})/gi;

export function redactTokens(text: string): string {
  const withoutTokens = TOKENS.reduce(
    (rest, token) => rest.replace(token, MARK),
    text,
  );
  const withoutCredentials = withoutTokens.includes('://')
    ? withoutTokens.replace(URL_WITH_CREDENTIALS, `$1${MARK}@`)
    : withoutTokens;
  return withoutCredentials
    .replace(BEARER, (whole, scheme: string, value: string) =>
      isWord(value) ? whole : `${scheme} ${MARK}`,
    )
    .replace(BASIC, (whole, scheme: string, value: string) =>
      isUserAndPassword(value) ? `${scheme} ${MARK}` : whole,
    );
}

/** `bearer authentication`, `token-based` and the like are prose. */
function isWord(value: string): boolean {
  return (
    value.length < 30 && /^[A-Za-z]?[a-z]*(?:[-./][a-z]+)*[.]?$/.test(value)
  );
}

function isUserAndPassword(base64: string): boolean {
  return Buffer.from(base64, 'base64').includes(':');
}
