/** How an incident begins: what becomes of each alert, and that a service has one at a time. */
package com.dhakacart.runbook.process.intake;
