/** What happened: incidents as lists, as histories to report, and as recordings to judge again. */
package com.dhakacart.runbook.process.history;
