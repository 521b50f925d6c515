/** The backend's database, asked itself: who is connected, who waits for whom. Reads only. */
package com.dhakacart.runbook.database;
