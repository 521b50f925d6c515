/**
 * The Kubernetes cluster: one interface to look at it, another to change it. Only here is fabric8
 * known.
 */
package com.dhakacart.runbook.cluster;
