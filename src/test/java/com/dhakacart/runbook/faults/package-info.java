/** Every call to the world outside, and everything that can go wrong with it. */
package com.dhakacart.runbook.faults;
