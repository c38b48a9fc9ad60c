/**
 * SARIF 2.1.0, for code scanning.
 * {@link https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html}
 */
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CONTROL_CATALOGUE,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type {
  Log,
  Notification,
  PhysicalLocation,
  ReportingDescriptor,
  Result,
  Suppression,
} from 'sarif';
import { version } from '../../package.json';
import type { Finding, Report } from '../report/types';

const FINGERPRINT = 'shiftDown/v1';

/** On the scale of CVSS, which code scanning sorts by. */
const SECURITY_SEVERITIES: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.5',
  unknown: '5.5',
};

export function renderSarif(report: Report): string {
  const rules = new Map<string, ReportingDescriptor>();
  for (const finding of report.findings) {
    if (!rules.has(ruleId(finding))) {
      rules.set(ruleId(finding), ruleOf(finding));
    }
  }
  const ruleIds = [...rules.keys()];
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Shift Down',
            semanticVersion: version,
            rules: [...rules.values()],
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.problems.length === 0,
            exitCode: report.summary.exitCode,
            toolExecutionNotifications: notificationsOf(report),
          },
        ],
        results: report.findings.map(finding =>
          resultOf(finding, ruleIds.indexOf(ruleId(finding))),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleId({ policy, control }: Finding): string {
  return policy === control ? control : `${policy}/${control}`;
}

function ruleOf(finding: Finding): ReportingDescriptor {
  const control = CONTROL_CATALOGUE.find(
    ({ id }) => id === finding.catalogueControl,
  );
  const help = control && finding.title === control.title ? control : undefined;
  const reference = help?.references.find(({ url }) => url)?.url;
  return {
    id: ruleId(finding),
    name: finding.control,
    shortDescription: { text: finding.title },
    ...(help && {
      fullDescription: { text: help.rationale },
      help: {
        text: help.remediation,
        markdown: `${help.rationale}\n\n**What to do:** ${help.remediation}`,
      },
    }),
    ...(reference && { helpUri: reference }),
    defaultConfiguration: { level: 'error' },
    properties: {
      tags: ['security', finding.area],
      'security-severity': SECURITY_SEVERITIES[finding.severity],
      catalogueControl: finding.catalogueControl,
    },
  };
}

function resultOf(finding: Finding, ruleIndex: number): Result {
  const suppressions = suppressionsOf(finding);
  const unknown = finding.result === 'unknown';
  return {
    ruleId: ruleId(finding),
    ruleIndex,
    // In the words of SARIF: not evaluated for lack of information.
    kind: unknown ? 'open' : 'fail',
    level: unknown ? 'none' : levelOf(finding),
    message: { text: `${finding.resource}: ${finding.message}` },
    locations: [
      {
        physicalLocation: locationOf(finding),
        logicalLocations: [
          {
            fullyQualifiedName: [
              finding.namespace,
              finding.resource,
              finding.field,
            ]
              .filter(Boolean)
              .join('/'),
            kind: 'resource',
          },
        ],
      },
    ],
    partialFingerprints: { [FINGERPRINT]: finding.fingerprint },
    ...(suppressions.length > 0 && { suppressions }),
    properties: {
      result: finding.result,
      effect: finding.effect,
      ...(finding.reason && { reason: finding.reason }),
      ...(finding.component && { component: finding.component }),
      ...(finding.assumptions.length > 0 && {
        assumptions: finding.assumptions,
      }),
    },
  };
}

function levelOf({ effect }: Finding): Result.level {
  return effect === 'warn' || effect === 'audit' ? 'warning' : 'error';
}

function suppressionsOf({ exempt, accepted }: Finding): Suppression[] {
  return [
    ...(exempt
      ? [
          {
            kind: 'external' as const,
            status: 'accepted' as const,
            justification: `Exception ${exempt.id} until ${
              exempt.until
            }, approved by ${exempt.approvers.join(', ')}`,
          },
        ]
      : []),
    ...(accepted
      ? [
          {
            kind: 'external' as const,
            status: 'accepted' as const,
            justification: 'Accepted by the list of accepted findings',
          },
        ]
      : []),
  ];
}

function notificationsOf({
  problems,
  notEvaluated,
  assumptions,
}: Report): Notification[] {
  return [
    ...problems.map(({ file, line, column, message }) => ({
      level: 'error' as const,
      message: { text: message },
      ...(file && {
        locations: [{ physicalLocation: locationOf({ file, line, column }) }],
      }),
    })),
    ...notEvaluated.map(({ file, line, column, resource, reason }) => ({
      level: 'note' as const,
      message: {
        text: `Not evaluated: ${resource ? `${resource}: ` : ''}${reason}`,
      },
      locations: [{ physicalLocation: locationOf({ file, line, column }) }],
    })),
    ...assumptions.map(text => ({
      level: 'note' as const,
      message: { text: `Assumed: ${text}` },
    })),
  ];
}

function locationOf({
  file,
  line,
  column,
}: {
  file: string;
  line?: number;
  column?: number;
}): PhysicalLocation {
  return {
    artifactLocation: uriOf(file),
    ...(line && {
      region: { startLine: line, ...(column && { startColumn: column }) },
    }),
  };
}

function uriOf(file: string): { uri: string; uriBaseId?: string } {
  if (file === '-') {
    return { uri: 'stdin' };
  }
  return isAbsolute(file)
    ? { uri: pathToFileURL(file).href }
    : {
        uri: file.split('/').map(encodeURIComponent).join('/'),
        uriBaseId: '%SRCROOT%',
      };
}
