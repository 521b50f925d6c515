/** How services outside are called by other protocols than HTTP: with an end to time and answer. */
package com.dhakacart.runbook.sockets;
