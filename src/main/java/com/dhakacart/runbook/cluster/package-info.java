/**
 * The Kubernetes cluster, as one looks at it; what changes it is a room of its own, {@code
 * cluster.changing}, which nothing here knows. Only in these two is fabric8 known.
 */
package com.dhakacart.runbook.cluster;
