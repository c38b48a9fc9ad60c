/** The shape of an entry of `shiftDown.clusters`. */
import { z } from 'zod';
import { isCertificate } from './live/connection/isCertificate';
import { isLoopback } from './live/connection/outboundProxy';

/** @internal */
export const CLUSTER_TYPES = [
  'recorded',
  'kubeconfig',
  'inCluster',
  'serviceAccount',
  'kubernetesPlugin',
] as const;

const text = z
  .string({
    error: ({ input }) =>
      input === undefined ? 'is missing' : 'must be a text',
  })
  .min(1, 'must not be empty');

const SERVICE_ACCOUNT_PREFIX = 'system:serviceaccount:';

const writer = text
  .transform(name =>
    name.startsWith(SERVICE_ACCOUNT_PREFIX)
      ? `serviceaccount:${name.slice(SERVICE_ACCOUNT_PREFIX.length)}`
      : name,
  )
  .refine(
    name => /^((user|group):.+|serviceaccount:[^:]+:[^:]+)$/.test(name),
    'must be user:<name>, group:<name> or serviceaccount:<namespace>:<name>',
  )
  .refine(
    name => !/^(user|group):[*]+$|^serviceaccount:[*]+:/.test(name),
    'is everybody or every namespace; name them, or set trust: trusted',
  );

const reports = z
  .strictObject({
    trust: z
      .enum(['rbac', 'trusted', 'untrusted'], {
        error: 'must be rbac, trusted or untrusted',
      })
      .optional(),
    writers: z.array(writer).optional(),
  })
  .optional();

const common = {
  name: text.regex(
    /^[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/,
    'is made of letters, digits, "-", "_" and ".", 63 at most',
  ),
  title: text.optional(),
  reports,
  networkPolicies: z
    .strictObject({ enforcedBy: text.max(63).optional() })
    .optional(),
};

const MAXIMUM_MIB = 256;
const mebibytes = z.number().positive().max(MAXIMUM_MIB);

const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const credential = {
  token: text.optional(),
  tokenFile: text.optional(),
  context: text.optional(),
};

const hasOneCredential = (of: { [name in keyof typeof credential]?: string }) =>
  [of.token, of.tokenFile, of.context].filter(value => value !== undefined)
    .length === 1;

const ONE_CREDENTIAL = {
  path: ['token'],
  message: 'set one of token, tokenFile and context',
};

const enforcer = z
  .strictObject({
    ...credential,
    namespace: text
      .regex(NAMESPACE, 'must be the name of a namespace')
      .default('shift-down-exceptions'),
  })
  .refine(hasOneCredential, ONE_CREDENTIAL)
  .optional();

const prober = z
  .strictObject(credential)
  .refine(hasOneCredential, ONE_CREDENTIAL)
  .optional();

const provisioner = z
  .strictObject(credential)
  .refine(hasOneCredential, ONE_CREDENTIAL)
  .optional();

const live = {
  ...common,
  enforcer,
  prober,
  provisioner,
  namespaces: z
    .array(
      text.regex(
        NAMESPACE,
        'must be the name of a namespace, without patterns',
      ),
    )
    .min(1, 'must name a namespace, or be left out for the whole cluster')
    .transform(namespaces => [...new Set(namespaces)])
    .optional(),
  limits: z
    .strictObject({
      objectMiB: mebibytes.default(8),
      pageMiB: mebibytes.default(16),
    })
    .refine(
      ({ objectMiB, pageMiB }) => objectMiB <= pageMiB,
      'objectMiB must not exceed pageMiB',
    )
    .prefault({}),
};

const proxyUrl = text
  .refine(
    url => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol),
    'must be an address that starts with http:// or https://',
  )
  .optional();

const serverUrl = text
  .refine(
    url => URL.canParse(url),
    'must be an address such as https://host:6443',
  )
  .transform(url => url.replace(/\/+$/, ''))
  .refine(url => {
    const { username, password, search, hash } = new URL(url);
    return !(username || password || search || hash);
  }, 'must hold neither user nor query; put the token into token or tokenFile')
  .refine(url => {
    const { protocol, hostname } = new URL(url);
    return (
      protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
    );
  }, 'must start with https://, or the token would be sent in the clear');

const caData = text
  .transform(value =>
    value.includes('-----BEGIN')
      ? value
      : Buffer.from(value, 'base64').toString('utf8'),
  )
  .refine(
    isCertificate,
    'must be a certificate in PEM, as it is or in Base64 (certificate-authority-data of a kubeconfig)',
  );

const serviceAccount = z
  .strictObject({
    type: z.literal('serviceAccount'),
    ...live,
    url: serverUrl,
    token: text.optional(),
    tokenFile: text.optional(),
    caData: caData.optional(),
    caFile: text.optional(),
    skipTLSVerify: z.boolean().optional(),
    proxyUrl,
  })
  .refine(
    ({ token, tokenFile }) =>
      (token === undefined) !== (tokenFile === undefined),
    {
      path: ['token'],
      message: 'set either token or tokenFile',
    },
  )
  .refine(
    cluster =>
      [
        cluster.caData,
        cluster.caFile,
        cluster.skipTLSVerify || undefined,
      ].filter(value => value !== undefined).length <= 1,
    {
      path: ['caData'],
      message: 'set only one of caData, caFile and skipTLSVerify',
    },
  );

/** @internal */
export const clusterSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('recorded'),
      ...common,
      path: text,
      provisioner: z
        .strictObject({
          folder: z.literal(true, { error: 'must be true, or left out' }),
        })
        .optional(),
      maxFileSizeMiB: mebibytes.default(16),
      refresh: z.unknown().optional(),
    }),
    z.strictObject({
      type: z.literal('kubeconfig'),
      ...live,
      path: text,
      context: text.optional(),
      proxyUrl,
    }),
    z.strictObject({ type: z.literal('inCluster'), ...live, proxyUrl }),
    serviceAccount,
    z.strictObject({
      type: z.literal('kubernetesPlugin'),
      ...live,
      cluster: text.optional(),
    }),
  ])
  .refine(
    ({ type, reports: of }) =>
      of?.writers === undefined ||
      of.trust === 'rbac' ||
      (of.trust === undefined && type !== 'recorded'),
    {
      path: ['reports', 'writers'],
      message: 'are asked for with trust: rbac only',
    },
  );

/** Why the credentials that write can't be used, if they can't. @internal */
export function writerProblem(
  cluster: ClusterEntry,
): { path: string; message: string } | undefined {
  if (cluster.type === 'recorded') {
    return undefined;
  }
  if (cluster.prober && !cluster.enforcer && !cluster.provisioner) {
    return {
      path: 'prober',
      message:
        'proves what an enforcer or a provisioner wrote; set one of them too',
    };
  }
  for (const path of ['enforcer', 'prober', 'provisioner'] as const) {
    const of = cluster[path];
    if (of && cluster.type === 'kubernetesPlugin') {
      return {
        path,
        message:
          'has no way to a cluster of the Kubernetes plugin, which asks with credentials of its own; use another type of cluster',
      };
    }
    if (of?.context !== undefined && cluster.type !== 'kubeconfig') {
      return {
        path: `${path}.context`,
        message: 'is for clusters of type kubeconfig; set tokenFile',
      };
    }
  }
  return undefined;
}

/** @internal */
export type ClusterEntry = z.infer<typeof clusterSchema>;
