package com.dhakacart.runbook.simulation;

/**
 * What a pod uses.
 *
 * @param throttledShare of its CPU periods, 0 to 1
 */
record Usage(double cpuCores, double memoryBytes, double throttledShare) {

  private static final double MIB = 1024 * 1024;

  /** As measured when DhakaCart is well. */
  static Usage normal() {
    return new Usage(0.038, 74 * MIB, 0.005);
  }
}
