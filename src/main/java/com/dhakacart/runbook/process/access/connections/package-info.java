/**
 * How long a call may take and how large its body may be, before anybody asks who calls: slow
 * callers are cut off, and the probes' port answers nothing but probes.
 */
package com.dhakacart.runbook.process.access.connections;
