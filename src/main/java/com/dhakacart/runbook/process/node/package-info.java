/**
 * Which of the nodes that share a database this one is: its name, which locks, pages and logs
 * carry, and that nobody else runs under it.
 */
package com.dhakacart.runbook.process.node;
