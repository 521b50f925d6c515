/** How the engine is run: its clock, its locks, its retries, its figures, its database file. */
package com.dhakacart.runbook.process.engine;
