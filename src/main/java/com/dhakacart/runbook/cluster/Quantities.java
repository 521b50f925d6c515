package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.Quantity;

/** Amounts as Kubernetes writes them, such as {@code 1Gi} and {@code 1000m}. */
public final class Quantities {

  private Quantities() {}

  /**
   * @throws IllegalArgumentException when one of them is no quantity
   */
  public static boolean isLess(String one, String other) {
    return new Quantity(one)
            .getNumericalAmount()
            .compareTo(new Quantity(other).getNumericalAmount())
        < 0;
  }
}
