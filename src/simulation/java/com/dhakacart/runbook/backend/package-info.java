/**
 * DhakaCart's backend as a responder meets it: its endpoints, its request metrics and its log
 * lines, and nothing of a shop. It runs in a pod of a real cluster and, in the same process, as the
 * backend of the simulated world.
 */
package com.dhakacart.runbook.backend;
