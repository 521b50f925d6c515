/** The backend's own word about itself: its health, its key endpoints, its metrics. */
package com.dhakacart.runbook.health;
