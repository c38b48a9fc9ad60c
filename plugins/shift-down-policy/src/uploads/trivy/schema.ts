import { z } from 'zod';
import {
  baseScore,
  digest,
  freeText,
  helpful,
  identifier,
  list,
  moment,
  section,
  shortText,
} from '../fields';

const vulnerabilitySchema = z.object({
  VulnerabilityID: identifier(),
  PkgName: identifier(512),
  InstalledVersion: shortText(),
  FixedVersion: shortText(),
  Severity: shortText(),
  Title: freeText,
  PrimaryURL: freeText,
  PkgIdentifier: z.object({ PURL: shortText(1024) }).catch({ PURL: '' }),
  Layer: z.object({ DiffID: digest }).catch({ DiffID: undefined }),
  CVSS: z
    .record(z.string(), z.object({ V3Score: baseScore }).catch({}))
    .nullish()
    .catch(undefined),
});

const resultSchema = z.object({
  Target: shortText(512),
  Class: shortText(),
  Type: shortText(),
  Vulnerabilities: list(vulnerabilitySchema),
  Misconfigurations: list(z.unknown()),
  Secrets: list(z.unknown()),
  Licenses: list(z.unknown()),
});

/**
 * The report of `trivy image|filesystem|repository --format json`.
 * @see https://trivy.dev/latest/docs/configuration/reporting/
 * @internal
 */
export const trivySchema = z.object({
  SchemaVersion: z.literal(2, {
    message: 'only version 2 of the report is read',
  }),
  ArtifactName: shortText(1024),
  ArtifactType: identifier(),
  CreatedAt: moment,
  Trivy: helpful(z.object({ Version: shortText() })),
  Metadata: section(
    z.object({
      OS: z
        .object({
          Family: shortText(),
          Name: shortText(),
          EOSL: z.boolean().catch(false),
        })
        .catch({ Family: '', Name: '', EOSL: false }),
      RepoTags: list(shortText(1024)),
      RepoDigests: list(shortText(1024)),
    }),
  ),
  Results: list(resultSchema),
});

/** @internal */
export type TrivyReport = z.infer<typeof trivySchema>;
/** @internal */
export type TrivyResult = z.infer<typeof resultSchema>;
/** @internal */
export type TrivyVulnerability = z.infer<typeof vulnerabilitySchema>;
