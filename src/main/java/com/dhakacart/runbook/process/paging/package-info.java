/** How people are called: each page once, and until somebody takes it. */
package com.dhakacart.runbook.process.paging;
