/**
 * Incidents that are walked through the picture: the real engine and the real steps, with jobs that
 * run and timers that fire when told to, in a scripted world.
 */
package com.dhakacart.runbook.walks;
