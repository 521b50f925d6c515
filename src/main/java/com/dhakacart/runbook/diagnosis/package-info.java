/**
 * What is made of evidence: symptoms, the signs that become observations, the ranking of causes,
 * and whether a service is well. Plain Java that asks nobody, so that recorded incidents can be
 * judged again.
 */
package com.dhakacart.runbook.diagnosis;
