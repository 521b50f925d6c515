/** Calls people: a paging service's webhook, mail, and the ticket system. */
package com.dhakacart.runbook.oncall;
