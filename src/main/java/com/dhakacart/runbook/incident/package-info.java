/**
 * The words of the system: what happened, what was seen, what is planned, what was done. Plain
 * Java.
 */
package com.dhakacart.runbook.incident;
