/** Puts decisions before people, and takes their answers. */
package com.dhakacart.runbook.delegates.approval;
