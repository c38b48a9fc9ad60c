/**
 * One document can be a bill of materials, a scan, and statements about exploitability,
 * or any of them alone.
 */
import {
  severityRank,
  type Severity,
  type VulnerabilityEvidence,
} from '@shift-down/plugin-shift-down-common';
import { redact } from '../../redact';
import {
  commonName,
  distinct,
  ignoredCount,
  packageClassOf,
  severityOfScore,
  toSeverity,
  webAddress,
} from '../evidence';
import { isDigest } from '../fields';
import { imageSubject, referenceOfPurl } from '../imageSubject';
import type { ParsedUpload, UploadSubject } from '../types';
import type {
  CyclonedxComponent,
  CyclonedxDocument,
  CyclonedxVulnerability,
} from './schema';

/** @internal */
export function normaliseCyclonedx(document: CyclonedxDocument): ParsedUpload {
  const { components, metadata, specVersion, vulnerabilities } = document;
  const [tool] = metadata.tools ?? [];
  const system = components.find(it => it.type === 'operating-system');
  const packages = components.filter(it => it.purl !== '').length;
  const read = readVulnerabilities(document);
  const analysed = (vulnerabilities ?? []).filter(it => it.analysis).length;
  return {
    format: 'cyclonedx',
    tool: {
      name: redact(tool?.name || 'unknown'),
      version: tool?.version ?? '',
    },
    ...(metadata.timestamp && { observedAt: metadata.timestamp }),
    subject: subjectOf(metadata.component),
    // Beside components, an empty list says that none of them has any.
    isScan:
      read.found.length > 0 || (vulnerabilities?.length === 0 && packages > 0),
    vulnerabilities: distinct(read.found),
    os: system ? [system.name, system.version].filter(it => it).join(' ') : '',
    osEndOfLife: false,
    ...(packages > 0 && {
      sbom: { format: 'cyclonedx' as const, version: specVersion, packages },
    }),
    ...(analysed > 0 && {
      vex: { author: authorOf(metadata), statements: analysed },
    }),
    ignored: [
      ...ignoredCount(
        read.dangling,
        ['affected component', 'affected components'],
        'The document names it as affected and does not hold it.',
      ),
      ...(vulnerabilities || packages === 0
        ? []
        : [
            {
              what: 'the document as a scan',
              reason:
                'It has no list of vulnerabilities, so it does not say that anybody looked for them.',
            },
          ]),
    ],
  };
}

function readVulnerabilities({
  components,
  metadata,
  vulnerabilities,
}: CyclonedxDocument) {
  const byRef = new Map(
    [...components, ...(metadata.component ? [metadata.component] : [])].map(
      it => [it['bom-ref'], it],
    ),
  );
  const found: VulnerabilityEvidence[] = [];
  let dangling = 0;
  for (const vulnerability of vulnerabilities ?? []) {
    // Documents that only speak about products of others hold no components.
    for (const { ref } of components.length > 0 ? vulnerability.affects : []) {
      const component = byRef.get(ref);
      if (component && component.purl !== '') {
        found.push(toEvidence(vulnerability, component));
      } else if (!component) {
        dangling += 1;
      }
    }
  }
  return { found, dangling };
}

function toEvidence(
  vulnerability: CyclonedxVulnerability,
  component: CyclonedxComponent,
): VulnerabilityEvidence {
  const scores = vulnerability.ratings
    .filter(it => it.method.startsWith('CVSSv3'))
    .flatMap(it => it.score ?? []);
  const score = scores.length > 0 ? Math.max(...scores) : undefined;
  const layerDiffId = layerOf(component);
  const packageClass = packageClassOf(component.purl);
  return {
    type: 'vulnerability',
    advisory: commonName(
      vulnerability.id,
      vulnerability.references.map(it => it.id),
    ),
    packageUrl: component.purl,
    packageName: component.name,
    installedVersion: component.version,
    fixedVersion: fixedVersionIn(vulnerability.recommendation, component.name),
    severity: severityOf(vulnerability, score),
    title: redact(vulnerability.description),
    url: webAddress(vulnerability.source.url),
    ...(score !== undefined && { score }),
    ...(packageClass && { packageClass }),
    ...(layerDiffId && { layerDiffId }),
  };
}

function severityOf(
  { ratings }: CyclonedxVulnerability,
  score: number | undefined,
): Severity {
  const [worst = 'unknown'] = ratings
    .map(it => toSeverity(it.severity))
    .filter(it => it !== 'unknown')
    .sort((a, b) => severityRank(b) - severityRank(a));
  return worst === 'unknown' && score !== undefined
    ? severityOfScore(score)
    : worst;
}

/** Trivy writes `Upgrade openssl to version 3.0.2`, several joined by semicolons. */
function fixedVersionIn(recommendation: string, name: string): string {
  const start = `Upgrade ${name} to version `;
  const part = recommendation
    .split(';')
    .find(it => it.trim().startsWith(start));
  return part ? part.trim().slice(start.length, start.length + 255) : '';
}

/** Trivy's property, and Syft's. */
function layerOf({ properties }: CyclonedxComponent): string | undefined {
  return properties.find(
    ({ name, value }) =>
      isDigest(value) &&
      (name === 'aquasecurity:trivy:LayerDiffID' ||
        /^syft:location:\d+:layerID$/.test(name)),
  )?.value;
}

function subjectOf(component: CyclonedxComponent | undefined): UploadSubject {
  if (component?.type !== 'container') {
    return { kind: 'repository' };
  }
  const { name, properties, purl, version } = component;
  const valuesOf = (property: string) =>
    properties.filter(it => it.name === property).map(it => it.value);
  const references = valuesOf('aquasecurity:trivy:RepoDigest');
  const tags = valuesOf('aquasecurity:trivy:RepoTag');
  const ofPurl = referenceOfPurl(purl);
  return imageSubject(
    ofPurl ? [...references, ofPurl] : references,
    [...tags, name],
    // Syft puts the manifest's digest where other components have a version.
    isDigest(version) ? [version] : [],
  );
}

function authorOf({
  authors,
  supplier,
}: CyclonedxDocument['metadata']): string {
  const [author] = authors;
  return redact(author?.email || author?.name || supplier.name);
}
