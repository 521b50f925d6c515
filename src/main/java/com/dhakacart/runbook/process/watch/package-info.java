/** What is normal for a service: noted while nothing is wrong, and read when something is. */
package com.dhakacart.runbook.process.watch;
