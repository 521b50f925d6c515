/** The runbook's own database, as far as the start can tell whether it keeps what it is given. */
package com.dhakacart.runbook.storage;
