package com.dhakacart.runbook.backend;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What customers ask for. The label is the path inside the router, as the real backend writes it.
 */
public enum Route {
  PRODUCTS("GET", "/api/products", "/", "Get products failed", "Error fetching products"),
  PRODUCT(
      "GET",
      "/api/products/[^/]+",
      "/:id",
      "Get product by ID failed",
      "Error fetching product by ID"),
  CACHED_PRODUCTS("GET", "/products", "/products", "Request error", "Error fetching products"),
  REVIEWS(
      "GET",
      "/api/reviews/products/[^/]+",
      "/products/:productId",
      "Get product reviews failed",
      "Failed to get product reviews"),
  PAYMENT(
      "POST",
      "/create-payment-intent",
      "/create-payment-intent",
      "Error fetching order",
      "Create payment intent failed");

  private final String method;
  private final Pattern path;
  private final String label;
  private final List<String> complaints;

  Route(String method, String path, String label, String... complaints) {
    this.method = method;
    this.path = Pattern.compile(path);
    this.label = label;
    this.complaints = List.of(complaints);
  }

  static Optional<Route> of(String method, String path) {
    for (Route route : values()) {
      if (route.method.equals(method) && route.path.matcher(path).matches()) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }

  public String method() {
    return method;
  }

  public String label() {
    return label;
  }

  /** The messages of the error lines that a failure leaves in the log, innermost first. */
  public List<String> complaints() {
    return complaints;
  }
}
