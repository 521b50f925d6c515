/**
 * The runbook that runs itself: {@code processes/} has the order, {@code delegates/} the steps, and
 * here is what a step may use.
 */
package com.dhakacart.runbook;
