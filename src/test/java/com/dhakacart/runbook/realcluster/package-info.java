/**
 * The product against a real cluster, in namespaces of the tests' own: {@code ./mvnw verify
 * -Pcluster}. Nothing of it is simulated but the people and their pager.
 */
package com.dhakacart.runbook.realcluster;
