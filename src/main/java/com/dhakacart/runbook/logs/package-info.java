/** What the service wrote: the log store when one is configured, else the pods' own logs. */
package com.dhakacart.runbook.logs;
