/**
 * Credentials from a program that a kubeconfig names.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
import { execFile } from 'child_process';
import { redact } from '@shift-down/plugin-shift-down-policy';
import { basename, isAbsolute, resolve } from 'path';
import { z } from 'zod';
import { ConnectionError } from '../ConnectionError';

const TIMEOUT_MILLISECONDS = 60_000;
const MAXIMUM_OUTPUT_BYTES = 1024 * 1024;
const MAXIMUM_QUOTED_CHARACTERS = 300;

const commandSchema = z.object({
  apiVersion: z.string(),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  provideClusterInfo: z.boolean().nullish(),
  interactiveMode: z.string().nullish(),
  installHint: z.string().nullish(),
});

const credentialSchema = z.object({
  kind: z.literal('ExecCredential'),
  status: z
    .object({
      token: z.string().optional(),
      clientCertificateData: z.string().optional(),
      clientKeyData: z.string().optional(),
      expirationTimestamp: z.string().optional(),
    })
    .refine(
      ({ token, clientCertificateData, clientKeyData }) =>
        token || (clientCertificateData && clientKeyData),
    ),
});

/** @internal */
export interface ExecCredential {
  token?: string;
  /** PEM. */
  clientCertificateData?: string;
  clientKeyData?: string;
  /** ISO 8601; good until refused if absent. */
  expirationTimestamp?: string;
}

/** @internal */
export interface ExecPluginOptions {
  /** `exec` of the user, as the kubeconfig has it. */
  exec: unknown;
  /** What a plugin that wants to know is told of the cluster. */
  cluster: Record<string, unknown>;
  /** The kubeconfig's; a command with a slash starts there. */
  folder: string;
  signal: AbortSignal;
}

/**
 * Runs the plugin once.
 *
 * @throws ConnectionError `credentials` when it gives none.
 * @internal
 */
export async function runExecPlugin(
  options: ExecPluginOptions,
): Promise<ExecCredential> {
  const parsed = commandSchema.safeParse(options.exec);
  if (!parsed.success) {
    throw new ConnectionError(
      'credentials',
      'The exec plugin in the kubeconfig needs an apiVersion and a command; complete it.',
    );
  }
  const { data: plugin } = parsed;
  const name = basename(plugin.command);
  if (plugin.interactiveMode === 'Always') {
    throw new ConnectionError(
      'credentials',
      `The exec plugin ${name} must ask a person (interactiveMode: Always); use a credential that needs none.`,
    );
  }
  const output = await run(plugin, options, name);
  const credential = credentialSchema.safeParse(parseJson(output));
  if (!credential.success) {
    throw new ConnectionError(
      'credentials',
      `The exec plugin ${name} wrote no ExecCredential with a token or a certificate and its key; run it by hand to see what it writes.`,
    );
  }
  return credential.data.status;
}

function run(
  plugin: z.infer<typeof commandSchema>,
  { cluster, folder, signal }: ExecPluginOptions,
  name: string,
): Promise<string> {
  const { command } = plugin;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...Object.fromEntries(
      (plugin.env ?? []).map(entry => [entry.name, entry.value]),
    ),
    KUBERNETES_EXEC_INFO: JSON.stringify({
      apiVersion: plugin.apiVersion,
      kind: 'ExecCredential',
      spec: {
        interactive: false,
        ...(plugin.provideClusterInfo ? { cluster } : {}),
      },
    }),
  };
  return new Promise((done, fail) => {
    const child = execFile(
      command.includes('/') && !isAbsolute(command)
        ? resolve(folder, command)
        : command,
      plugin.args ?? [],
      {
        env,
        signal,
        timeout: TIMEOUT_MILLISECONDS,
        killSignal: 'SIGKILL',
        maxBuffer: MAXIMUM_OUTPUT_BYTES,
      },
      (error, stdout, stderr) => {
        if (error) {
          fail(describe(error, stderr, name, plugin.installHint ?? ''));
        } else {
          done(stdout);
        }
      },
    );
    // One that would ask a person reads the end of its input instead of waiting.
    child.stdin?.on('error', () => {}).end();
  });
}

function describe(
  error: Error & { code?: unknown; killed?: boolean },
  stderr: string,
  name: string,
  hint: string,
): ConnectionError {
  if (error.name === 'AbortError') {
    return new ConnectionError('aborted', 'The connection has been closed.');
  }
  if (error.code === 'ENOENT' || error.code === 'EACCES') {
    return new ConnectionError(
      'credentials',
      `The exec plugin ${name} can't be run (${
        error.code
      }); install it where the backend runs. ${redact(hint)}`.trim(),
    );
  }
  if (error.killed) {
    return new ConnectionError(
      'credentials',
      `The exec plugin ${name} did not end within ${
        TIMEOUT_MILLISECONDS / 1_000
      } s or wrote too much; run it by hand to see why.`,
    );
  }
  const said = redact(stderr.trim().slice(-MAXIMUM_QUOTED_CHARACTERS * 4));
  return new ConnectionError(
    'credentials',
    `The exec plugin ${name} ended with ${String(error.code)}: ${
      said.slice(-MAXIMUM_QUOTED_CHARACTERS) || 'it does not say why'
    }`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
