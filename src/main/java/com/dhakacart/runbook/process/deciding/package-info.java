/** The decisions of an incident as they are put before a person outside Tasklist, and answered. */
package com.dhakacart.runbook.process.deciding;
