/*
 * The golden images of the example organisation and what was found in their releases.
 * Advisories are real ones; days and versions of the images are made up.
 */
import type { Layer } from '../images';

export const REGISTRY = 'registry.shift-down.example';
export const PLATFORMS = ['linux/amd64', 'linux/arm64'];

export interface ExampleVulnerability {
  advisory: string;
  package: string;
  installed: string;
  fixed: string;
  severity: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW';
  title: string;
}

export interface ExampleRelease {
  version: string;
  channel: string;
  released: string;
  supportedUntil: string;
  /** Layers of its own, on top of those of its base; bytes are those of a usual build. */
  layers: Layer[];
  /** Release of another golden image that it is built on. */
  base?: { image: string; version: string };
  vulnerabilities: ExampleVulnerability[];
}

export interface ExampleGoldenImage {
  name: string;
  title: string;
  description: string;
  channels: { name: string; description: string }[];
  /** As scanners name it. */
  osVersion: (release: string) => string;
  releases: ExampleRelease[];
  retired?: { since: string; replacement: string };
  vex?: { path: string; advisory: string; package: string; impact: string };
}

const APT: ExampleVulnerability = {
  advisory: 'CVE-2011-3374',
  package: 'apt',
  installed: '2.6.1',
  fixed: '',
  severity: 'LOW',
  title: 'apt-key does not validate keys in full before it adds them',
};
const ZLIB: ExampleVulnerability = {
  advisory: 'CVE-2023-45853',
  package: 'zlib1g',
  installed: '1:1.2.13.dfsg-1',
  fixed: '',
  severity: 'CRITICAL',
  title:
    'A long file name overflows the heap in minizip when a ZIP file is written',
};

function looneyTunables(
  installed: string,
  fixed: string,
): ExampleVulnerability {
  return {
    advisory: 'CVE-2023-4911',
    package: 'libc6',
    installed,
    fixed,
    severity: 'HIGH',
    title: 'The dynamic loader overflows a buffer on GLIBC_TUNABLES',
  };
}

function cipherLengths(installed: string): ExampleVulnerability {
  return {
    advisory: 'CVE-2023-5363',
    package: 'libssl3',
    installed,
    fixed: '3.0.11-1~deb12u2',
    severity: 'HIGH',
    title: 'Lengths of keys and initialisation vectors are taken too late',
  };
}

const SYSLOG_OVERFLOW: ExampleVulnerability = {
  advisory: 'CVE-2023-6246',
  package: 'libc6',
  installed: '2.36-9+deb12u3',
  fixed: '2.36-9+deb12u4',
  severity: 'HIGH',
  title: 'syslog() overflows the heap on a long program name',
};

function system(name: string, megabytes: number): Layer[] {
  return [
    {
      files: { 'etc/os-release': name },
      claimedSize: Math.round(megabytes * 1_000_000),
    },
    {
      files: { 'etc/ssl/certs/organisation.crt': name },
      claimedSize: 214_080,
    },
  ];
}

export const GOLDEN_IMAGES: ExampleGoldenImage[] = [
  {
    name: 'debian',
    title: 'Debian 12 and 11',
    description: 'For programs that need a C library, a shell or packages',
    channels: [
      { name: '12', description: 'Debian 12, with the company’s authorities' },
      {
        name: '11',
        description:
          'Debian 11 with long-term support, for what has not moved yet',
      },
    ],
    osVersion: release => release.replace(/\.\d+$/, ''),
    releases: [
      {
        version: '12.1.0',
        channel: '12',
        released: '2025-08-04',
        supportedUntil: '2026-08-31',
        layers: system('Debian 12.1', 29.1),
        vulnerabilities: [
          looneyTunables('2.36-9+deb12u1', '2.36-9+deb12u3'),
          cipherLengths('3.0.9-1'),
          ZLIB,
          APT,
        ],
      },
      {
        version: '12.2.0',
        channel: '12',
        released: '2026-03-10',
        supportedUntil: '2029-03-31',
        layers: system('Debian 12.2', 29.1),
        vulnerabilities: [
          cipherLengths('3.0.11-1~deb12u1'),
          SYSLOG_OVERFLOW,
          ZLIB,
          APT,
        ],
      },
      {
        version: '12.11.0',
        channel: '12',
        released: '2026-08-12',
        supportedUntil: '2029-08-31',
        layers: system('Debian 12.11', 28.2),
        vulnerabilities: [ZLIB, APT],
      },
      {
        version: '12.12.0',
        channel: '12',
        released: '2026-10-14',
        supportedUntil: '2029-10-31',
        layers: system('Debian 12.12', 28.2),
        vulnerabilities: [ZLIB, APT],
      },
      {
        version: '11.6.0',
        channel: '11',
        released: '2025-01-13',
        supportedUntil: '2026-06-30',
        layers: system('Debian 11.6', 31.4),
        vulnerabilities: [
          {
            advisory: 'CVE-2022-37434',
            package: 'zlib1g',
            installed: '1:1.2.11.dfsg-2+deb11u1',
            fixed: '1:1.2.11.dfsg-2+deb11u2',
            severity: 'CRITICAL',
            title: 'A gzip header with a large extra field overflows the heap',
          },
          looneyTunables('2.31-13+deb11u5', '2.31-13+deb11u7'),
          {
            advisory: 'CVE-2023-0286',
            package: 'libssl1.1',
            installed: '1.1.1n-0+deb11u3',
            fixed: '1.1.1n-0+deb11u4',
            severity: 'HIGH',
            title: 'An X.400 address in a certificate is read as another type',
          },
        ],
      },
      {
        version: '11.11.0',
        channel: '11',
        released: '2026-04-20',
        supportedUntil: '2029-06-30',
        layers: system('Debian 11.11', 31.2),
        vulnerabilities: [],
      },
    ],
    vex: {
      path: 'vex/debian.openvex.json',
      advisory: 'CVE-2011-3374',
      package: 'pkg:deb/debian/apt',
      impact:
        'Keys are put into files that sources name by signed-by; apt-key is not in the image.',
    },
  },
  {
    name: 'static',
    title: 'Static',
    description: 'Authorities and time zones only: for programs in Go or Rust',
    channels: [{ name: '12', description: 'Files of Debian 12' }],
    osVersion: release => release.replace(/\.\d+$/, ''),
    releases: [
      {
        version: '12.11.0',
        channel: '12',
        released: '2026-08-13',
        supportedUntil: '2029-08-31',
        layers: system('Debian 12.11 static', 0.8),
        vulnerabilities: [],
      },
      {
        version: '12.12.0',
        channel: '12',
        released: '2026-10-15',
        supportedUntil: '2029-10-31',
        layers: system('Debian 12.12 static', 0.8),
        vulnerabilities: [],
      },
    ],
  },
  {
    name: 'nodejs',
    title: 'Node.js',
    description: 'For services and sites in JavaScript and TypeScript',
    channels: [
      { name: '22', description: 'Node.js 22' },
      { name: '24', description: 'Node.js 24' },
    ],
    osVersion: () => '12.12',
    releases: [
      {
        version: '22.20.0',
        channel: '22',
        released: '2026-08-14',
        supportedUntil: '2029-04-30',
        base: { image: 'debian', version: '12.11.0' },
        layers: [
          {
            files: { 'usr/local/bin/node': '22.20.0' },
            claimedSize: 46_180_000,
          },
        ],
        vulnerabilities: [ZLIB, APT],
      },
      {
        version: '22.21.1',
        channel: '22',
        released: '2026-10-16',
        supportedUntil: '2029-04-30',
        base: { image: 'debian', version: '12.12.0' },
        layers: [
          {
            files: { 'usr/local/bin/node': '22.21.1' },
            claimedSize: 46_210_000,
          },
        ],
        vulnerabilities: [ZLIB, APT],
      },
      {
        version: '24.11.0',
        channel: '24',
        released: '2026-10-16',
        supportedUntil: '2030-04-30',
        base: { image: 'debian', version: '12.12.0' },
        layers: [
          {
            files: { 'usr/local/bin/node': '24.11.0' },
            claimedSize: 48_930_000,
          },
        ],
        vulnerabilities: [ZLIB, APT],
      },
    ],
  },
  {
    name: 'nodejs-18',
    title: 'Node.js 18',
    description: 'Nobody maintains Node.js 18 any more',
    channels: [{ name: '18', description: 'Node.js 18' }],
    osVersion: () => '12.2',
    releases: [
      {
        version: '18.20.4',
        channel: '18',
        released: '2026-03-11',
        supportedUntil: '2026-04-30',
        base: { image: 'debian', version: '12.2.0' },
        layers: [
          {
            files: { 'usr/local/bin/node': '18.20.4' },
            claimedSize: 42_060_000,
          },
        ],
        vulnerabilities: [
          cipherLengths('3.0.11-1~deb12u1'),
          SYSLOG_OVERFLOW,
          ZLIB,
          APT,
        ],
      },
    ],
    retired: { since: '2026-05-01', replacement: 'nodejs' },
  },
];
