/** A live cluster as configuration describes it, once parsed. */
import type { ReportTrust } from '@shift-down/plugin-shift-down-node';
import type { ClusterConnection } from './connection/ClusterConnection';

/** @internal */
export interface LiveClusterOptions {
  /** The cluster's name in config. */
  id: string;
  title: string;
  /**
   * Makes a way to the API server; nothing is read or opened before its first request.
   * Whoever calls it closes it.
   */
  connect(): ClusterConnection;
  /**
   * Where the credential is good for namespaces only: those that are collected.
   * Everything is collected where it is absent.
   */
  namespaces?: string[];
  reportTrust: ReportTrust;
  networkPolicyProvider?: string;
  limits: LiveClusterLimits;
  /** What is allowed but unwise in its configuration, for people to read. */
  warnings: string[];
}

/** @internal */
export interface LiveClusterLimits {
  /** A larger object is named, not read; its subject is unknown. */
  objectBytes: number;
  /** A page of a list above this is asked for again with half as many objects. */
  pageBytes: number;
}
