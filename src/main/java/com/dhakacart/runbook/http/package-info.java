/** How services outside are called over HTTP: with an end to the time and to the answer. */
package com.dhakacart.runbook.http;
