package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/** Amounts as Kubernetes writes them, such as {@code 1Gi} and {@code 1000m}. */
public final class Quantities {

  private Quantities() {}

  /**
   * @throws IllegalArgumentException when one of them is no quantity
   */
  public static boolean isLess(String one, String other) {
    return amount(one).compareTo(amount(other)) < 0;
  }

  /**
   * As {@link Comparable#compareTo}.
   *
   * @param one null as well as what is no quantity compares with nothing
   * @param other as above
   */
  static Optional<Integer> compared(String one, String other) {
    try {
      return one == null || other == null
          ? Optional.empty()
          : Optional.of(amount(one).compareTo(amount(other)));
    } catch (IllegalArgumentException noQuantity) {
      return Optional.empty();
    }
  }

  private static BigDecimal amount(String quantity) {
    return new Quantity(quantity).getNumericalAmount();
  }
}
