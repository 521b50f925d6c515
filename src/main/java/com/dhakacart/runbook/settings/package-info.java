/**
 * What the settings say, as they are written: all that is wrong with them ends the start, in one
 * message.
 */
package com.dhakacart.runbook.settings;
